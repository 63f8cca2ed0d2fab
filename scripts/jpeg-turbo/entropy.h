/* Bytes that must be readable behind the data, whatever they are. */
#define BEHIND 8192

/* Once decompression has started: entropy coded data of a single scan are decoded by the faster way, if it can. */
void decode_entropy_quickly(j_decompress_ptr cinfo);
