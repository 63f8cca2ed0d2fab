/*
 * A faster way through the entropy coded data of sequential JPEGs, beside the library's own, which takes over wherever something is
 * unusual: a marker, the end of the data, a code that does not exist. Coefficients are the same to the bit.
 */
#include <wasm_simd128.h>
#include "jdhuff.c"
#include "entropy.h"

/* Bits that are looked up at once: most codes together with the number that follows them. */
#define LOOK 10
/* In place of a run, at the end of a block. */
#define END 64
/* In a table: the number does not fit into the bits that were looked up. Its size stands in its place. */
#define APART 128

typedef struct {
  /* What the entries were made of. */
  JHUFF_TBL of;
  boolean made;
  /* The number in the upper half, then eight bits for the zeros before it, and eight for how many bits all that takes; 0 for longer codes. */
  int entries[1 << LOOK];
} quick_table;

static quick_table tables[2];
/* Where the coefficient of an index lies in its block; of those beyond the end, which damaged data have, in the last place. */
static unsigned char places[2 * DCTSIZE2];
static quick_table *table_of_block[D_MAX_BLOCKS_IN_MCU];

static int extended(int number, int size) { return HUFF_EXTEND(number, size); }

static int entry_of(const d_derived_tbl *table, int bits) {
  int found = table->lookup[bits >> (LOOK - HUFF_LOOKAHEAD)];
  int length = found >> HUFF_LOOKAHEAD, run = (found >> 4) & 15, size = found & 15;
  if (length > HUFF_LOOKAHEAD) return 0;
  if (size == 0) return (run == 15 ? 15 : END) << 8 | length;
  if (length + size > LOOK) return size << 16 | run << 8 | APART | length;
  int number = (bits >> (LOOK - length - size)) & ((1 << size) - 1);
  return (int)((unsigned)extended(number, size) << 16) | run << 8 | (length + size);
}

static void make(quick_table *quick, const d_derived_tbl *table) {
  if (quick->made && !memcmp(&quick->of, table->pub, sizeof quick->of.bits + sizeof quick->of.huffval)) return;
  for (int bits = 0; bits < 1 << LOOK; bits++) quick->entries[bits] = entry_of(table, bits);
  quick->of = *table->pub;
  quick->made = TRUE;
}

/* At least 32 bits in `ahead`, of which `left` count, the next one uppermost; leaves the function at a marker. */
#define FILL \
  if (left < 32) { \
    v128_t eight = wasm_v128_load64_zero(next); \
    uint64_t bytes = (uint64_t)wasm_i64x2_extract_lane(wasm_i8x16_shuffle(eight, eight, 7, 6, 5, 4, 3, 2, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0), 0); \
    /* Whether none is 255. */ \
    if (!((~bytes - 0x0101010101010101u) & bytes & 0x8080808080808080u)) { \
      ahead |= bytes >> left; \
      next += (63 - left) >> 3; \
      left |= 56; \
    } else \
      do { \
        unsigned byte = *next++; \
        if (byte == 255 && *next++) return FALSE; \
        ahead |= (uint64_t)byte << (56 - left); \
        left += 8; \
      } while (left < 56); \
  }
#define DROP(bits) (ahead <<= (bits), left -= (bits))

/* A symbol whose code is longer than what was looked up, or any; leaves the function where there is none. */
#define SYMBOL(symbol, table, from) \
  { \
    int code, length = (from); \
    while ((code = (int)(ahead >> (64 - length))) > (table)->maxcode[length]) length++; \
    if (length > 16) return FALSE; \
    DROP(length); \
    symbol = (table)->pub->huffval[(code + (table)->valoffset[length]) & 255]; \
  }

/* Reads up to BEHIND bytes beyond the end of the data before that is noticed. */
_Static_assert(BEHIND >= (D_MAX_BLOCKS_IN_MCU + 1) * BUFSIZE, "room behind the data");
static boolean decode_quickly(j_decompress_ptr cinfo, huff_entropy_ptr entropy, JBLOCKROW *blocks) {
  const JOCTET *next = cinfo->src->next_input_byte;
  int left = entropy->bitstate.bits_left;
  uint64_t ahead = left ? entropy->bitstate.get_buffer << (64 - left) : 0;
  savable_state state = entropy->saved;
  for (int index = 0; index < cinfo->blocks_in_MCU; index++) {
    JCOEF *block = *blocks[index];
    const d_derived_tbl *dc = entropy->dc_cur_tbls[index], *ac = entropy->ac_cur_tbls[index];
    const int *entries = table_of_block[index]->entries;
    FILL
    int found = dc->lookup[ahead >> (64 - HUFF_LOOKAHEAD)], size = found & 255;
    if (found >> HUFF_LOOKAHEAD <= HUFF_LOOKAHEAD) DROP(found >> HUFF_LOOKAHEAD);
    else SYMBOL(size, dc, HUFF_LOOKAHEAD + 1)
    int number = 0;
    if (size) {
      number = extended((int)(ahead >> (64 - size)), size);
      DROP(size);
    }
    int *last = &state.last_dc_val[cinfo->MCU_membership[index]];
    block[0] = (JCOEF)(*last = (int)((unsigned)*last + (unsigned)number));
    for (int k = 1; k < DCTSIZE2; k++) {
      FILL
      int entry = entries[ahead >> (64 - LOOK)];
      int length = entry & (APART - 1), value = entry >> 16;
      k += (entry >> 8) & 255;
      if (!entry) {
        int symbol;
        SYMBOL(symbol, ac, HUFF_LOOKAHEAD + 1)
        value = symbol & 15;
        k += value || symbol >> 4 == 15 ? symbol >> 4 : END;
        length = 0;
        entry = value ? APART : 0;
      }
      DROP(length);
      if (entry & APART) {
        size = value;
        value = extended((int)(ahead >> (64 - size)), size);
        DROP(size);
      }
      /* Where the code stands for zeros alone, one is written where one is: at the end of a block, in the last place. */
      block[places[k]] = (JCOEF)value;
    }
  }
  size_t taken = (size_t)(next - cinfo->src->next_input_byte);
  if (taken > cinfo->src->bytes_in_buffer) return FALSE;
  cinfo->src->bytes_in_buffer -= taken;
  cinfo->src->next_input_byte = next;
  entropy->bitstate.get_buffer = left ? ahead >> (64 - left) : 0;
  entropy->bitstate.bits_left = left;
  entropy->saved = state;
  return TRUE;
}

METHODDEF(boolean) decode_mcu_quickly(j_decompress_ptr cinfo, JBLOCKROW *blocks) {
  huff_entropy_ptr entropy = (huff_entropy_ptr)cinfo->entropy;
  boolean restarts = cinfo->restart_interval != 0;
  if (cinfo->unread_marker || entropy->pub.insufficient_data || (restarts && entropy->restarts_to_go == 0) ||
      !decode_quickly(cinfo, entropy, blocks))
    return decode_mcu(cinfo, blocks);
  if (restarts) entropy->restarts_to_go--;
  return TRUE;
}

void decode_entropy_quickly(j_decompress_ptr cinfo) {
  huff_entropy_ptr entropy = (huff_entropy_ptr)cinfo->entropy;
  /* Of several scans, the coefficients are there already. */
  if (entropy->pub.decode_mcu != decode_mcu || cinfo->inputctl->has_multiple_scans) return;
  for (int index = 0; index < cinfo->blocks_in_MCU; index++) {
    int number = cinfo->cur_comp_info[cinfo->MCU_membership[index]]->ac_tbl_no;
    if (number > 1 || !entropy->dc_needed[index] || !entropy->ac_needed[index]) return;
    make(table_of_block[index] = tables + number, entropy->ac_cur_tbls[index]);
  }
  for (int k = 0; k < 2 * DCTSIZE2; k++) places[k] = (unsigned char)(k < DCTSIZE2 ? jpeg_natural_order[k] : DCTSIZE2 - 1);
  entropy->pub.decode_mcu = decode_mcu_quickly;
}
