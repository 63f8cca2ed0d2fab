/** Bounds of a uniform draw. */
export type Bounds = readonly [low: number, high: number]

/**
 * What random transforms of all frameworks come down to. Angles in degrees, lengths as shares of the image's side,
 * factors without unit; `probability` of being applied at all, default 1.
 */
export type Distortion = { probability?: number } & (
  | { kind: 'flip'; axis: 'horizontal' | 'vertical' }
  | { kind: 'rotation'; degrees: Bounds }
  | { kind: 'shift'; x: Bounds; y: Bounds }
  /** The content becomes `1 / factor` as large; with `y` null both sides use one draw of `x`. */
  | { kind: 'zoom'; x: Bounds; y: Bounds | null }
  | { kind: 'shear'; degrees: Bounds }
  /** Pixels times a factor, plus a share of the value range. */
  | { kind: 'brightness'; factor: Bounds; offset: Bounds }
  /** Distance to the mean of each channel times a factor. */
  | { kind: 'contrast'; factor: Bounds }
  /** Distance to the pixel's grey value times a factor. */
  | { kind: 'saturation'; factor: Bounds }
)
