/*
 * Decodes every JPEG named on standard input to RGB at half its size with libjpeg-turbo, and prints the processor
 * seconds that it took:
 *   cc -O2 bench/hashing/decode.c -o decode -ljpeg
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <jpeglib.h>

int main(void) {
  char name[4096];
  unsigned char *bytes = NULL;
  unsigned char *row = NULL;
  size_t room = 0;
  size_t wide = 0;
  while (fgets(name, sizeof name, stdin)) {
    name[strcspn(name, "\n")] = 0;
    FILE *file = fopen(name, "rb");
    if (!file) return 1;
    fseek(file, 0, SEEK_END);
    size_t length = (size_t)ftell(file);
    rewind(file);
    if (length > room) bytes = realloc(bytes, room = length);
    if (!bytes || fread(bytes, 1, length, file) != length) return 1;
    fclose(file);
    struct jpeg_decompress_struct info;
    struct jpeg_error_mgr errors;
    info.err = jpeg_std_error(&errors);
    jpeg_create_decompress(&info);
    jpeg_mem_src(&info, bytes, length);
    jpeg_read_header(&info, TRUE);
    info.out_color_space = JCS_RGB;
    info.scale_num = 1;
    info.scale_denom = 2;
    jpeg_start_decompress(&info);
    size_t needed = (size_t)info.output_width * 3;
    if (needed > wide) row = realloc(row, wide = needed);
    while (info.output_scanline < info.output_height) jpeg_read_scanlines(&info, &row, 1);
    jpeg_finish_decompress(&info);
    jpeg_destroy_decompress(&info);
  }
  printf("%f\n", (double)clock() / CLOCKS_PER_SEC);
  return 0;
}
