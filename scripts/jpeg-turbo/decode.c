/*
 * The part of libjpeg-turbo that src/images/decode/jpeg-turbo.ts calls: one JPEG in memory to RGB, at a scale.
 */
#include <stdlib.h>
#include <stdio.h>
#include "jpeglib.h"
#include "entropy.h"

#define EXPORT(name) __attribute__((export_name(#name))) name

static struct jpeg_decompress_struct decoder;
static struct jpeg_error_mgr errors;
static int ready = 0;

/* Leaves by a trap: the instance must not be used again. */
static void fail(j_common_ptr any) { __builtin_trap(); }
static void note(j_common_ptr any, int level) {
  if (level < 0) any->err->num_warnings++;
}
static void forget(j_common_ptr any) { any->err->num_warnings = 0; }

/* In place of jerror.c, whose messages nobody reads here. */
struct jpeg_error_mgr *jpeg_std_error(struct jpeg_error_mgr *manager) {
  manager->error_exit = fail;
  manager->emit_message = note;
  manager->reset_error_mgr = forget;
  return manager;
}

void *EXPORT(room)(int length) { return malloc(length + BEHIND); }

void EXPORT(release)(void *room) { free(room); }

/* Decodes to interleaved RGB, reduced by a factor of 1, 2, 4 or 8, of the given size. Returns 1, or 0 when the decoder
 * has anything to complain of or the size is another one. */
int EXPORT(decode)(const unsigned char *from, unsigned long length, unsigned char *to, int factor, unsigned width,
                   unsigned height) {
  if (!ready) {
    decoder.err = jpeg_std_error(&errors);
    jpeg_create_decompress(&decoder);
    ready = 1;
  }
  forget((j_common_ptr)&decoder);
  jpeg_mem_src(&decoder, from, length);
  jpeg_read_header(&decoder, TRUE);
  decoder.out_color_space = JCS_RGB;
  decoder.scale_num = 1;
  decoder.scale_denom = factor;
  decoder.do_fancy_upsampling = FALSE;
  jpeg_start_decompress(&decoder);
  decode_entropy_quickly(&decoder);
  if (decoder.output_width != width || decoder.output_height != height) __builtin_trap();
  while (decoder.output_scanline < height) {
    JSAMPROW rows[16];
    for (int i = 0; i < 16; i++) rows[i] = to + 3ul * width * (decoder.output_scanline + i);
    unsigned left = height - decoder.output_scanline;
    jpeg_read_scanlines(&decoder, rows, left < 16 ? left : 16);
  }
  jpeg_finish_decompress(&decoder);
  return errors.num_warnings == 0;
}
