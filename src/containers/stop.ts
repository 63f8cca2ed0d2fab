/** Why reading a container stopped before its end; what came before it is sound. */
export interface Stop {
  reason: string
}
