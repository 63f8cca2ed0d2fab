/*
 * What is left out: 12 and 16 bits, lossless JPEG and palettes, which are decoded the thorough way, and what simd.c says that it
 * cannot. Reaching it is a trap, as with a damaged file.
 */
#define ABSENT(name) void name(void) { __builtin_trap(); }
ABSENT(j12init_1pass_quantizer) ABSENT(j12init_2pass_quantizer) ABSENT(j12init_color_deconverter)
ABSENT(j12init_d_coef_controller) ABSENT(j12init_d_diff_controller) ABSENT(j12init_d_main_controller)
ABSENT(j12init_d_post_controller) ABSENT(j12init_inverse_dct) ABSENT(j12init_lossless_decompressor)
ABSENT(j12init_merged_upsampler) ABSENT(j12init_upsampler) ABSENT(j16init_color_deconverter)
ABSENT(j16init_d_diff_controller) ABSENT(j16init_d_main_controller) ABSENT(j16init_d_post_controller)
ABSENT(j16init_lossless_decompressor) ABSENT(j16init_upsampler) ABSENT(jinit_1pass_quantizer)
ABSENT(jinit_2pass_quantizer) ABSENT(jinit_d_diff_controller) ABSENT(jinit_lhuff_decoder)
ABSENT(jinit_lossless_decompressor) ABSENT(jsimd_h2v1_fancy_upsample) ABSENT(jsimd_h2v1_upsample)
ABSENT(jsimd_h2v2_fancy_upsample) ABSENT(jsimd_h2v2_upsample) ABSENT(jsimd_idct_2x2) ABSENT(jsimd_idct_float)
ABSENT(jsimd_idct_ifast) ABSENT(jsimd_ycc_rgb565_convert)
