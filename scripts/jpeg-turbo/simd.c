/*
 * What libjpeg-turbo computes in assembly elsewhere, for WebAssembly: the inverse DCT of whole and of half size, and the
 * conversion from YCbCr to RGB. Bit for bit the library's own C code (jidctint.c, jidctred.c, jdcolext.c, jdmrgext.c), whose
 * constants these are, four or eight numbers at a time.
 */
#include <string.h>
#include <wasm_simd128.h>
#define JPEG_INTERNALS
#include "jinclude.h"
#include "jpeglib.h"
#include "jsimd.h"
#include "jdct.h"
#include "jsimddct.h"

typedef int four __attribute__((vector_size(16)));
typedef short eight __attribute__((vector_size(16)));

#define CANNOT(what) int jsimd_can_##what(void) { return 0; }
#define CAN(what) int jsimd_can_##what(void) { return 1; }
CANNOT(ycc_rgb565) CANNOT(h2v1_fancy_upsample) CANNOT(h2v2_fancy_upsample) CANNOT(h1v2_fancy_upsample)
CANNOT(h2v1_upsample) CANNOT(h2v2_upsample) CANNOT(int_upsample)
CANNOT(idct_2x2) CANNOT(idct_6x6) CANNOT(idct_12x12) CANNOT(idct_ifast) CANNOT(idct_float)
CAN(idct_islow) CAN(idct_4x4) CAN(ycc_rgb) CAN(h2v1_merged_upsample) CAN(h2v2_merged_upsample)

#define CONST_BITS 13
#define PASS1_BITS 2
#define SPLAT(n) ((four){ n, n, n, n })
#define DOWN(x, bits) (((x) + SPLAT(1 << ((bits) - 1))) >> (bits))
/* Descales the result of the second pass to the ten bits that range_limit looks at, with their sign. */
#define LAST(x, bits) (((x) + SPLAT(1 << ((bits) - 1))) << (22 - (bits)) >> 22)

/* Eight rows of four columns of coefficients, times their quantisation. */
static inline void dequantized(const short *block, const short *table, four rows[8]) {
  for (int row = 0; row < 8; row++)
    rows[row] = (four)wasm_i32x4_extmul_low_i16x8(wasm_v128_load64_zero(block + 8 * row),
                                                  wasm_v128_load64_zero(table + 8 * row));
}

/* Of each column whether it holds anything, but for the first coefficient of all. */
static inline v128_t occupied(const short *block) {
  v128_t all = wasm_i16x8_replace_lane(wasm_v128_load(block), 0, 0);
  for (int row = 1; row < 8; row++) all = wasm_v128_or(all, wasm_v128_load(block + 8 * row));
  return all;
}
/* Whether all columns from the fifth on are empty. */
static inline int narrow(v128_t occupied) { return !wasm_i64x2_extract_lane(occupied, 1); }

/* A block of one colour, from its first coefficient, as both passes together would make it. */
static inline v128_t flat(const short *block, const short *table, int bits, int first, int second) {
  four sum = DOWN(SPLAT(block[0] * table[0]) << bits, first) << bits;
  v128_t pixels = (v128_t)(LAST(sum, second) + 128);
  pixels = wasm_i16x8_narrow_i32x4(pixels, pixels);
  return wasm_u8x16_narrow_i16x8(pixels, pixels);
}

static inline void transpose(four *a, four *b, four *c, four *d) {
  four ab = __builtin_shufflevector(*a, *b, 0, 4, 1, 5), cd = __builtin_shufflevector(*c, *d, 0, 4, 1, 5);
  four AB = __builtin_shufflevector(*a, *b, 2, 6, 3, 7), CD = __builtin_shufflevector(*c, *d, 2, 6, 3, 7);
  *a = __builtin_shufflevector(ab, cd, 0, 1, 4, 5);
  *b = __builtin_shufflevector(ab, cd, 2, 3, 6, 7);
  *c = __builtin_shufflevector(AB, CD, 0, 1, 4, 5);
  *d = __builtin_shufflevector(AB, CD, 2, 3, 6, 7);
}

/* One pass of jpeg_idct_islow: sums that are still to be descaled, in the places of what goes in. */
static inline void whole(four x[8]) {
  four z1 = (x[2] + x[6]) * 4433;
  four tmp2 = z1 + x[6] * -15137;
  four tmp3 = z1 + x[2] * 6270;
  four tmp0 = (x[0] + x[4]) << CONST_BITS;
  four tmp1 = (x[0] - x[4]) << CONST_BITS;
  four tmp10 = tmp0 + tmp3, tmp13 = tmp0 - tmp3, tmp11 = tmp1 + tmp2, tmp12 = tmp1 - tmp2;
  z1 = (x[7] + x[1]) * -7373;
  four z2 = (x[5] + x[3]) * -20995;
  four z3 = x[7] + x[3];
  four z4 = x[5] + x[1];
  four z5 = (z3 + z4) * 9633;
  z3 = z3 * -16069 + z5;
  z4 = z4 * -3196 + z5;
  tmp0 = x[7] * 2446 + z1 + z3;
  tmp1 = x[5] * 16819 + z2 + z4;
  tmp2 = x[3] * 25172 + z2 + z3;
  tmp3 = x[1] * 12299 + z1 + z4;
  x[0] = tmp10 + tmp3;
  x[7] = tmp10 - tmp3;
  x[1] = tmp11 + tmp2;
  x[6] = tmp11 - tmp2;
  x[2] = tmp12 + tmp1;
  x[5] = tmp12 - tmp1;
  x[3] = tmp13 + tmp0;
  x[4] = tmp13 - tmp0;
}

void jsimd_idct_islow(j_decompress_ptr cinfo, jpeg_component_info *component, JCOEFPTR block, JSAMPARRAY out,
                      JDIMENSION column) {
  const short *table = (const short *)component->dct_table;
  v128_t columns = occupied(block);
  if (!wasm_v128_any_true(columns)) {
    v128_t line = flat(block, table, CONST_BITS, CONST_BITS - PASS1_BITS, CONST_BITS + PASS1_BITS + 3);
    for (int row = 0; row < 8; row++) wasm_v128_store64_lane(out[row] + column, line, 0);
    return;
  }
  four left[8], right[8];
  dequantized(block, table, left);
  whole(left);
  for (int row = 0; row < 8; row++) left[row] = DOWN(left[row], CONST_BITS - PASS1_BITS);
  if (narrow(columns))
    for (int row = 0; row < 8; row++) right[row] = SPLAT(0);
  else {
    dequantized(block + 4, table + 4, right);
    whole(right);
    for (int row = 0; row < 8; row++) right[row] = DOWN(right[row], CONST_BITS - PASS1_BITS);
  }
  for (int half = 0; half < 8; half += 4) {
    four x[8];
    memcpy(x, left + half, 64);
    memcpy(x + 4, right + half, 64);
    transpose(x, x + 1, x + 2, x + 3);
    transpose(x + 4, x + 5, x + 6, x + 7);
    whole(x);
    for (int i = 0; i < 8; i++) x[i] = LAST(x[i], CONST_BITS + PASS1_BITS + 3) + 128;
    transpose(x, x + 1, x + 2, x + 3);
    transpose(x + 4, x + 5, x + 6, x + 7);
    for (int row = 0; row < 4; row++) {
      v128_t line = wasm_i16x8_narrow_i32x4((v128_t)x[row], (v128_t)x[4 + row]);
      wasm_v128_store64_lane(out[half + row] + column, wasm_u8x16_narrow_i16x8(line, line), 0);
    }
  }
}

/* One pass of jpeg_idct_4x4: four sums that are still to be descaled. */
static inline void halved(const four x[8], four out[4]) {
  four tmp0 = x[0] << (CONST_BITS + 1);
  four tmp2 = x[2] * 15137 + x[6] * -6270;
  four tmp10 = tmp0 + tmp2, tmp12 = tmp0 - tmp2;
  tmp0 = x[7] * -1730 + x[5] * 11893 + x[3] * -17799 + x[1] * 8697;
  tmp2 = x[7] * -4176 + x[5] * -4926 + x[3] * 7373 + x[1] * 20995;
  out[0] = tmp10 + tmp2;
  out[3] = tmp10 - tmp2;
  out[1] = tmp12 + tmp0;
  out[2] = tmp12 - tmp0;
}

void jsimd_idct_4x4(j_decompress_ptr cinfo, jpeg_component_info *component, JCOEFPTR block, JSAMPARRAY out,
                    JDIMENSION column) {
  const short *table = (const short *)component->dct_table;
  v128_t columns = occupied(block);
  if (!wasm_v128_any_true(columns)) {
    v128_t line = flat(block, table, CONST_BITS + 1, CONST_BITS - PASS1_BITS + 1, CONST_BITS + PASS1_BITS + 3 + 1);
    for (int row = 0; row < 4; row++) wasm_v128_store32_lane(out[row] + column, line, 0);
    return;
  }
  four in[8], x[8], last[4];
  dequantized(block, table, in);
  halved(in, x);
  for (int i = 0; i < 4; i++) x[i] = DOWN(x[i], CONST_BITS - PASS1_BITS + 1);
  if (narrow(columns))
    for (int i = 4; i < 8; i++) x[i] = SPLAT(0);
  else {
    dequantized(block + 4, table + 4, in);
    halved(in, x + 4);
    for (int i = 4; i < 8; i++) x[i] = DOWN(x[i], CONST_BITS - PASS1_BITS + 1);
  }
  transpose(x, x + 1, x + 2, x + 3);
  transpose(x + 4, x + 5, x + 6, x + 7);
  halved(x, last);
  for (int i = 0; i < 4; i++) last[i] = LAST(last[i], CONST_BITS + PASS1_BITS + 3 + 1) + 128;
  transpose(last, last + 1, last + 2, last + 3);
  v128_t pixels = wasm_u8x16_narrow_i16x8(wasm_i16x8_narrow_i32x4((v128_t)last[0], (v128_t)last[1]),
                                          wasm_i16x8_narrow_i32x4((v128_t)last[2], (v128_t)last[3]));
  wasm_v128_store32_lane(out[0] + column, pixels, 0);
  wasm_v128_store32_lane(out[1] + column, pixels, 1);
  wasm_v128_store32_lane(out[2] + column, pixels, 2);
  wasm_v128_store32_lane(out[3] + column, pixels, 3);
}

/* (a * x + b * y + 32768) >> 16 of eight pairs. */
static inline v128_t products(v128_t x, v128_t y, short a, short b) {
  v128_t by = wasm_i16x8_make(a, b, a, b, a, b, a, b);
  four low = (four)wasm_i32x4_dot_i16x8(wasm_i16x8_shuffle(x, y, 0, 8, 1, 9, 2, 10, 3, 11), by);
  four high = (four)wasm_i32x4_dot_i16x8(wasm_i16x8_shuffle(x, y, 4, 12, 5, 13, 6, 14, 7, 15), by);
  return wasm_i16x8_narrow_i32x4((v128_t)((low + 32768) >> 16), (v128_t)((high + 32768) >> 16));
}

/* What chroma adds to the luma of eight pixels. The library's multipliers do not fit into 16 bits: whole multiples are added apart. */
static inline void added(v128_t cb, v128_t cr, v128_t *red, v128_t *green, v128_t *blue) {
  cb = wasm_i16x8_sub(cb, wasm_i16x8_splat(128));
  cr = wasm_i16x8_sub(cr, wasm_i16x8_splat(128));
  *red = wasm_i16x8_add(cr, products(cr, cr, 26345, 0));
  *green = wasm_i16x8_sub(products(cb, cr, -22554, 18734), cr);
  *blue = wasm_i16x8_add(wasm_i16x8_shl(cb, 1), products(cb, cb, -14942, 0));
}

static inline v128_t sum(v128_t y, v128_t low, v128_t high) {
  return wasm_u8x16_narrow_i16x8(wasm_i16x8_add(wasm_u16x8_extend_low_u8x16(y), low),
                                 wasm_i16x8_add(wasm_u16x8_extend_high_u8x16(y), high));
}

/* 48 bytes of RGB from 16 of each. */
static inline void store(v128_t r, v128_t g, v128_t b, JSAMPLE *out) {
  v128_t rg = wasm_i8x16_shuffle(r, g, 0, 16, 0, 1, 17, 0, 2, 18, 0, 3, 19, 0, 4, 20, 0, 5);
  wasm_v128_store(out, wasm_i8x16_shuffle(rg, b, 0, 1, 16, 3, 4, 17, 6, 7, 18, 9, 10, 19, 12, 13, 20, 15));
  v128_t gr = wasm_i8x16_shuffle(r, g, 21, 0, 6, 22, 0, 7, 23, 0, 8, 24, 0, 9, 25, 0, 10, 26);
  wasm_v128_store(out + 16, wasm_i8x16_shuffle(gr, b, 0, 21, 2, 3, 22, 5, 6, 23, 8, 9, 24, 11, 12, 25, 14, 15));
  v128_t gb = wasm_i8x16_shuffle(r, g, 0, 11, 27, 0, 12, 28, 0, 13, 29, 0, 14, 30, 0, 15, 31, 0);
  wasm_v128_store(out + 32, wasm_i8x16_shuffle(gb, b, 26, 1, 2, 27, 4, 5, 28, 7, 8, 29, 10, 11, 30, 13, 14, 31));
}

/* A row of RGB. Of each chroma there is one for every pixel or, if `shared`, for two. Up to 15 bytes more are read. */
static inline void convert(const JSAMPLE *y, const JSAMPLE *cb, const JSAMPLE *cr, JSAMPLE *out, int width, int shared) {
  for (int x = 0; x < width; x += 16) {
    v128_t blues = wasm_v128_load(cb + (shared ? x / 2 : x)), reds = wasm_v128_load(cr + (shared ? x / 2 : x));
    if (shared) {
      blues = wasm_i8x16_shuffle(blues, blues, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7);
      reds = wasm_i8x16_shuffle(reds, reds, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7);
    }
    v128_t luma = wasm_v128_load(y + x), r[2], g[2], b[2];
    added(wasm_u16x8_extend_low_u8x16(blues), wasm_u16x8_extend_low_u8x16(reds), r, g, b);
    added(wasm_u16x8_extend_high_u8x16(blues), wasm_u16x8_extend_high_u8x16(reds), r + 1, g + 1, b + 1);
    JSAMPLE rest[48];
    int full = x + 16 <= width;
    store(sum(luma, r[0], r[1]), sum(luma, g[0], g[1]), sum(luma, b[0], b[1]), full ? out + 3 * x : rest);
    if (!full) memcpy(out + 3 * x, rest, 3 * (width - x));
  }
}

void jsimd_ycc_rgb_convert(j_decompress_ptr cinfo, JSAMPIMAGE in, JDIMENSION row, JSAMPARRAY out, int rows) {
  for (; --rows >= 0; row++, out++) convert(in[0][row], in[1][row], in[2][row], *out, cinfo->output_width, 0);
}

void jsimd_h2v1_merged_upsample(j_decompress_ptr cinfo, JSAMPIMAGE in, JDIMENSION group, JSAMPARRAY out) {
  convert(in[0][group], in[1][group], in[2][group], out[0], cinfo->output_width, 1);
}

void jsimd_h2v2_merged_upsample(j_decompress_ptr cinfo, JSAMPIMAGE in, JDIMENSION group, JSAMPARRAY out) {
  convert(in[0][2 * group], in[1][group], in[2][group], out[0], cinfo->output_width, 1);
  convert(in[0][2 * group + 1], in[1][group], in[2][group], out[1], cinfo->output_width, 1);
}

/* In place of jutils.c's: libc sets eight bytes at a time. */
void jzero_far(void *to, size_t length) {
  char *at = to, *end = at + length;
  for (; end - at >= 64; at += 64) {
    for (int i = 0; i < 64; i += 16) wasm_v128_store(at + i, wasm_i64x2_splat(0));
    /* Else the compiler sees what this is and calls libc. */
    __asm__ volatile("" ::: "memory");
  }
  memset(at, 0, (size_t)(end - at));
}
