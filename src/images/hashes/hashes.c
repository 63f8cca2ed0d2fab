/*
 * Hashes of a square of 64 x 64 bytes of luma. Source of the bytes in hash-kernels.ts (zig 0.13.0, `pip install ziglang==0.13.0`):
 *   zig cc -target wasm32-freestanding -O3 -msimd128 -nostdlib -Wl,--no-entry -s src/images/hashes/hashes.c -o hashes.wasm
 *   base64 -w0 hashes.wasm
 */
#include <wasm_simd128.h>

#define EXPORT(name) __attribute__((export_name(#name))) name

enum { SIDE = 64, HALF = SIDE / 2, KEPT = 16, CELLS = KEPT * KEPT, WORDS = CELLS / 32 };

/* What goes in: rows first. One row of the DCT's basis per frequency 1..16. */
static unsigned char luma[SIDE * SIDE];
static float basis[KEPT * SIDE];
/* What comes out: see `dct` and `block`. */
static int hashes[8 * WORDS];

/* The first row plus the last and so on, then the first minus the last and so on. */
static double folded[2][HALF][SIDE];
/* For each column the weights of all frequencies, of which those of 1, 3 and so on come before those of 2, 4 and so on. */
static double across[HALF][2][KEPT / 2];
/* The coefficients with their signs as the rows, the columns or both are turned around, straight and transposed. */
static float signs[2][4][CELLS];

unsigned char *EXPORT(lumaAt)(void) { return luma; }
float *EXPORT(basisAt)(void) { return basis; }
int *EXPORT(hashesAt)(void) { return hashes; }

/* To be called once the basis is there. */
void EXPORT(prepare)(void) {
  for (int x = 0; x < HALF; x++)
    for (int column = 0; column < KEPT; column++) across[x][column % 2][column / 2] = basis[column * SIDE + x];
}

static void fold(void) {
  for (int y = 0; y < HALF; y++)
    for (int x = 0; x < SIDE; x++) {
      int first = luma[y * SIDE + x], last = luma[(SIDE - 1 - y) * SIDE + x];
      folded[0][y][x] = first + last;
      folded[1][y][x] = first - last;
    }
}

/* A row of sums over the columns. Products and sums are made in f64 and kept in f32. */
static void columns(int row, double out[SIDE]) {
  const double(*from)[SIDE] = folded[row % 2 == 0];
  for (int x = 0; x < SIDE; x += 16) {
    v128_t sums[8];
    for (int i = 0; i < 8; i++) sums[i] = wasm_f64x2_splat(0);
    for (int y = 0; y < HALF; y++) {
      v128_t weight = wasm_f64x2_splat(basis[row * SIDE + y]);
      for (int i = 0; i < 8; i++) {
        v128_t sum = wasm_f64x2_add(sums[i], wasm_f64x2_mul(weight, wasm_v128_load(from[y] + x + 2 * i)));
        sums[i] = wasm_f64x2_promote_low_f32x4(wasm_f32x4_demote_f64x2_zero(sum));
      }
    }
    for (int i = 0; i < 8; i++) wasm_v128_store(out + x + 2 * i, sums[i]);
  }
}

/* A row of coefficients. */
static void coefficients(const double row[SIDE], float out[KEPT]) {
  v128_t sums[8];
  for (int i = 0; i < 8; i++) sums[i] = wasm_f64x2_splat(0);
  for (int x = 0; x < HALF; x++) {
    /* Frequencies 1, 3 and so on are odd. */
    v128_t odd = wasm_f64x2_splat((float)(row[x] - row[SIDE - 1 - x]));
    v128_t even = wasm_f64x2_splat((float)(row[x] + row[SIDE - 1 - x]));
    for (int i = 0; i < 4; i++) {
      sums[i] = wasm_f64x2_add(sums[i], wasm_f64x2_mul(odd, wasm_v128_load(across[x][0] + 2 * i)));
      sums[4 + i] = wasm_f64x2_add(sums[4 + i], wasm_f64x2_mul(even, wasm_v128_load(across[x][1] + 2 * i)));
    }
  }
  for (int i = 0; i < 8; i++) {
    int column = (i % 4) * 4 + i / 4;
    out[column] = wasm_f64x2_extract_lane(sums[i], 0);
    out[column + 2] = wasm_f64x2_extract_lane(sums[i], 1);
  }
}

/* The number at `rank` of `count` (a multiple of 4) whole numbers, were they sorted: one bit after the other. */
static int ranked(const int *numbers, int count, int rank, int bits, int least) {
  int found = least;
  for (int bit = bits - 1; bit >= 0; bit--) {
    int candidate = (int)((unsigned)found + (1u << bit));
    v128_t below = wasm_i32x4_splat(0), bar = wasm_i32x4_splat(candidate);
    for (int i = 0; i < count; i += 4) below = wasm_i32x4_sub(below, wasm_i32x4_lt(wasm_v128_load(numbers + i), bar));
    int all = wasm_i32x4_extract_lane(below, 0) + wasm_i32x4_extract_lane(below, 1) + wasm_i32x4_extract_lane(below, 2) +
              wasm_i32x4_extract_lane(below, 3);
    if (all <= rank) found = candidate;
  }
  return found;
}

/* f32 as whole numbers of the same order, and back. */
static v128_t ordered(v128_t bits) {
  return wasm_v128_xor(bits, wasm_u32x4_shr(wasm_i32x4_shr(bits, 31), 1));
}

/* The lower one of the two numbers in the middle: what is above it is above the median, and nothing else. */
static float lowerMedian(const float values[CELLS]) {
  int numbers[CELLS];
  for (int i = 0; i < CELLS; i += 4) wasm_v128_store(numbers + i, ordered(wasm_v128_load(values + i)));
  int middle = ranked(numbers, CELLS, CELLS / 2 - 1, 32, (int)0x80000000);
  return wasm_f32x4_extract_lane(ordered(wasm_i32x4_splat(middle)), 0);
}

/*
 * Of the low frequencies which lie above their median: 256 bits from the lowest of the first word on, rows first. Eight hashes: with the
 * rows, the columns, and both turned around (1 and 2), then the same with rows and columns exchanged.
 */
void EXPORT(dct)(void) {
  fold();
  for (int row = 0; row < KEPT; row++) {
    double sums[SIDE];
    float low[KEPT];
    columns(row, sums);
    coefficients(sums, low);
    for (int column = 0; column < KEPT; column++)
      for (int which = 0; which < 4; which++) {
        /* Turning an axis around negates its odd frequencies; index 0 is frequency 1. */
        int negative = ((which & 1) && row % 2 == 0) != (which > 1 && column % 2 == 0);
        float value = negative ? -low[column] : low[column];
        signs[0][which][row * KEPT + column] = value;
        signs[1][which][column * KEPT + row] = value;
      }
  }
  for (int which = 0; which < 4; which++) {
    v128_t median = wasm_f32x4_splat(lowerMedian(signs[0][which]));
    for (int transposed = 0; transposed < 2; transposed++)
      for (int word = 0; word < WORDS; word++) {
        unsigned bits = 0;
        for (int i = 0; i < 32; i += 4) {
          v128_t four = wasm_v128_load(signs[transposed][which] + 32 * word + i);
          bits |= (unsigned)wasm_i32x4_bitmask(wasm_f32x4_gt(four, median)) << i;
        }
        hashes[(4 * transposed + which) * WORDS + word] = (int)bits;
      }
  }
}

/*
 * imghash's own hash (blockhash-core 0.1.0, `bmvbhashEven`) of a grey image: which of 16 x 16 blocks are brighter than the median of their
 * quarter, 256 bits from the highest of the first word on. Its sums are over red, green and blue.
 */
void EXPORT(block)(void) {
  enum { SIZE = SIDE / KEPT, BAND = CELLS / 4 };
  const int halfway = SIZE * SIZE * 256 * 3 / 2;
  int sums[CELLS];
  for (int at = 0; at < CELLS; at++) {
    const unsigned char *from = luma + at / KEPT * SIZE * SIDE + at % KEPT * SIZE;
    int sum = 0;
    for (int y = 0; y < SIZE; y++)
      for (int x = 0; x < SIZE; x++) sum += from[y * SIDE + x];
    sums[at] = 3 * sum;
  }
  for (int word = 0; word < WORDS; word++) hashes[word] = 0;
  for (int band = 0; band < CELLS; band += BAND) {
    int twice = ranked(sums + band, BAND, BAND / 2 - 1, 14, 0) + ranked(sums + band, BAND, BAND / 2, 14, 0);
    for (int at = band; at < band + BAND; at++) {
      int apart = 2 * sums[at] - twice;
      /* Where the median is black or white many are as bright as it. */
      int bit = apart > 0 || (apart > -2 && apart < 2 && twice > 2 * halfway);
      hashes[at / 32] |= (int)((unsigned)bit << (31 - at % 32));
    }
  }
}
