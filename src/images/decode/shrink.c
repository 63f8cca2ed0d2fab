/*
 * Means of luma over the exact area of the cells of a square. Source of the bytes in shrink.ts (zig 0.13.0, `pip install ziglang==0.13.0`):
 *   zig cc -target wasm32-freestanding -O3 -msimd128 -nostdlib -Wl,--no-entry -s src/images/decode/shrink.c -o shrink.wasm
 *   base64 -w0 shrink.wasm
 */
#include <wasm_simd128.h>

#define EXPORT(name) __attribute__((export_name(#name))) name

enum { SIDE = 128, FOUR = 4, PAIRS = 3 };
typedef unsigned char byte;

extern byte __heap_base;
static byte out[SIDE * SIDE];
static byte half[SIDE * SIDE / 4];

/* Where luma goes in, and with 16 bytes of room behind it; what comes out. */
byte *EXPORT(lumaAt)(void) { return &__heap_base; }
byte *EXPORT(outAt)(void) { return out; }
byte *EXPORT(halfAt)(void) { return half; }

/* How four cells lie upon a row of pixels: up to six pixels each, in pairs. */
struct cells {
  int first;
  /* Which bytes from `first` on are the first pair; the others lie two, and four, bytes further. */
  v128_t pair;
  v128_t weights[PAIRS];
};
static struct cells across[SIDE / FOUR];

static int overlap(int a, int b, int from, int to) {
  int length = (b < to ? b : to) - (a > from ? a : from);
  return length > 0 ? length : 0;
}

/* Lengths are in units of 1 / side of a pixel, so that they are whole numbers. */
static void lay(int width, int side) {
  for (int group = 0; group < side / FOUR; group++) {
    byte pair[16];
    short weights[PAIRS][8];
    int first = group * FOUR * width / side;
    for (int cell = 0; cell < FOUR; cell++) {
      int from = (group * FOUR + cell) * width, pixel = from / side;
      for (int i = 0; i < 2 * PAIRS; i++)
        weights[i / 2][2 * cell + i % 2] = (short)overlap(from, from + width, (pixel + i) * side, (pixel + i + 1) * side);
      for (int i = 0; i < 2; i++) {
        pair[4 * cell + 2 * i] = (byte)(pixel + i - first);
        pair[4 * cell + 2 * i + 1] = 255;
      }
    }
    across[group].first = first;
    across[group].pair = wasm_v128_load(pair);
    for (int i = 0; i < PAIRS; i++) across[group].weights[i] = wasm_v128_load(weights[i]);
  }
}

/* What each cell holds of a row, times side. */
static inline void cellsOf(const byte *row, int side, int pairs, v128_t *sums) {
  for (int group = 0; group < side / FOUR; group++) {
    struct cells *cells = across + group;
    v128_t sum = wasm_i32x4_splat(0);
    for (int i = 0; i < pairs; i++) {
      v128_t pixels = wasm_i8x16_swizzle(wasm_v128_load(row + cells->first + 2 * i), cells->pair);
      sum = wasm_i32x4_add(sum, wasm_i32x4_dot_i16x8(pixels, cells->weights[i]));
    }
    sums[group] = sum;
  }
}

static inline v128_t means(v128_t low, v128_t high, v128_t each) {
  v128_t rounding = wasm_f64x2_splat(0.5);
  low = wasm_i32x4_trunc_sat_f64x2_zero(wasm_f64x2_add(wasm_f64x2_mul(low, each), rounding));
  high = wasm_i32x4_trunc_sat_f64x2_zero(wasm_f64x2_add(wasm_f64x2_mul(high, each), rounding));
  return wasm_i32x4_shuffle(low, high, 0, 1, 4, 5);
}

static inline void store(v128_t four, byte *to) {
  v128_t shorts = wasm_i16x8_narrow_i32x4(four, four);
  wasm_v128_store32_lane(to, wasm_u8x16_narrow_i16x8(shorts, shorts), 0);
}

/* For images of at most 4 * side pixels a row, whose sums are whole numbers of 31 bits. */
static inline void shrinkUsual(const byte *luma, int width, int height, int side, int pairs, double each) {
  v128_t row[SIDE / FOUR], sums[SIDE / FOUR];
  int known = -1;
  for (int cell = 0; cell < side; cell++) {
    int from = cell * height, to = from + height;
    for (int group = 0; group < side / FOUR; group++) sums[group] = wasm_i32x4_splat(0);
    for (int y = from / side; y * side < to; y++) {
      if (y > known) cellsOf(luma + y * width, side, pairs, row);
      known = y;
      v128_t weight = wasm_i32x4_splat(overlap(from, to, y * side, (y + 1) * side));
      for (int group = 0; group < side / FOUR; group++)
        sums[group] = wasm_i32x4_add(sums[group], wasm_i32x4_mul(row[group], weight));
    }
    for (int group = 0; group < side / FOUR; group++) {
      v128_t sum = sums[group];
      v128_t high = wasm_i32x4_shuffle(sum, sum, 2, 3, 2, 3);
      store(means(wasm_f64x2_convert_low_i32x4(sum), wasm_f64x2_convert_low_i32x4(high), wasm_f64x2_splat(each)),
            out + cell * side + group * FOUR);
    }
  }
}

/* For all others: the same numbers in f64, which holds them exactly. */
static void shrinkAny(const byte *luma, int width, int height, int side, double each) {
  double row[SIDE], sums[SIDE];
  int known = -1;
  for (int cell = 0; cell < side; cell++) {
    long long from = (long long)cell * height, to = from + height;
    for (int i = 0; i < side; i++) sums[i] = 0;
    for (int y = (int)(from / side); (long long)y * side < to; y++) {
      const byte *pixels = luma + (long)y * width;
      if (y > known) {
        int x = 0;
        long long sum = 0, before = 0;
        for (int i = 0; i < side; i++) {
          long long end = (long long)(i + 1) * width;
          for (; (long long)(x + 1) * side <= end; x++) sum += pixels[x] * side;
          long long until = sum + (end - (long long)x * side) * (x < width ? pixels[x] : 0);
          row[i] = (double)(until - before);
          before = until;
        }
      }
      known = y;
      long long start = (long long)y * side, stop = start + side;
      double weight = (double)((stop < to ? stop : to) - (start > from ? start : from));
      for (int i = 0; i < side; i++) sums[i] += weight * row[i];
    }
    for (int i = 0; i < side; i += FOUR)
      store(means(wasm_v128_load(sums + i), wasm_v128_load(sums + i + 2), wasm_f64x2_splat(each)), out + cell * side + i);
  }
}

/* Shrinks `width * height` bytes to `side * side`; side is a power of two from 4 to 128. */
void EXPORT(shrink)(int width, int height, int side) {
  const byte *luma = &__heap_base;
  double each = 1 / (((double)width / side) * ((double)height / side)) / side / side;
  if (width > 4 * side || 255ll * width * height >= 1ll << 31) shrinkAny(luma, width, height, side, each);
  else {
    lay(width, side);
    if (width <= side) shrinkUsual(luma, width, height, side, 1, each);
    else if (width <= 3 * side) shrinkUsual(luma, width, height, side, 2, each);
    else shrinkUsual(luma, width, height, side, 3, each);
  }
}

/* Means of 2 x 2 bytes of what was shrunk to 128 x 128, halves rounded up. */
void EXPORT(halve)(void) {
  for (int y = 0; y < SIDE; y += 2)
    for (int x = 0; x < SIDE; x += 16) {
      v128_t upper = wasm_u16x8_extadd_pairwise_u8x16(wasm_v128_load(out + y * SIDE + x));
      v128_t lower = wasm_u16x8_extadd_pairwise_u8x16(wasm_v128_load(out + (y + 1) * SIDE + x));
      v128_t sum = wasm_i16x8_add(wasm_i16x8_add(upper, lower), wasm_i16x8_splat(2));
      sum = wasm_u16x8_shr(sum, 2);
      wasm_v128_store64_lane(half + (y * SIDE / 2 + x) / 2, wasm_u8x16_narrow_i16x8(sum, sum), 0);
    }
}
