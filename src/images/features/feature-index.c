// Finds images that share local features. Source of the bytes in index-machine.ts (zig 0.13.0, `pip install ziglang==0.13.0`):
//   zig cc -target wasm32-freestanding -mcpu=generic+bulk_memory -O3 -nostdlib -Wl,--no-entry -s \
//     src/images/features/feature-index.c -o feature-index.wasm
//   base64 -w0 feature-index.wasm
// index-machine.ts lays out the memory and says what limits mean.

typedef unsigned char u8;
typedef unsigned int u32;
typedef unsigned long long u64;

#define told(name) __attribute__((export_name(#name))) name

enum { words = 8, tables = words, mostFeatures = 96, directions = 16, mostBins = 2048, mostKept = 256, longest = 2048 };

typedef struct { u32 id, sign; } Entry;
typedef struct { u32 from, id, distance; int last; } Hit;

extern u8 __heap_base;

static struct {
  // Of the index.
  u32 images, features, shift;
  const u32 *descriptors, *owners, *starts;
  const u8 *places;
  u32 *ends;
  Entry *entries;
  // Of a query.
  int *counts, *latest;
  u32 *met;
  Hit *hits;
} at;
static struct { u32 sign, distance, matches, turns, levels; } limits;
static u32 masks[tables];
static u32 metCount, hitCount;
static struct { u32 id, distance; } near[longest + 1];
static double votes[mostFeatures * 256];
static float bins[mostBins];
static struct { u32 key; double weight; } best[mostKept];

u32 told(base)(void) { return (u32)&__heap_base; }
u32 told(sampled)(void) { return (u32)masks; }
u32 told(found)(void) { return (u32)best; }
u32 told(layout)(void) { return (u32)&at; }
u32 told(limiting)(void) { return (u32)&limits; }

static inline u32 slotOf(u32 table, u32 word) {
  return (table << (32 - at.shift)) + (((word & masks[table]) * 0x9e3779b1u) >> at.shift);
}

// Lists the features of each slot in order: a counting sort. All memory is 0 before, but for what the caller has written.
void told(build)(void) {
  for (u32 key = 0; key < 2 * at.images; key++) at.latest[key] = -1;
  u32 slots = tables << (32 - at.shift);
  for (u32 i = 0; i < at.features * words; i++) at.ends[slotOf(i % words, at.descriptors[i])]++;
  u32 before = 0;
  for (u32 slot = 0; slot < slots; slot++) {
    u32 count = at.ends[slot];
    at.ends[slot] = before;
    before += count;
  }
  for (u32 id = 0; id < at.features; id++) {
    const u32 *own = at.descriptors + id * words;
    for (u32 table = 0; table < tables; table++) {
      Entry *entry = at.entries + at.ends[slotOf(table, own[table])]++;
      entry->id = id;
      entry->sign = own[(table + 1) % words];
    }
  }
}

static inline u32 distanceOf(const u32 *a, const u32 *b, u32 swap) {
  const u64 *first = (const u64 *)(a + swap), *second = (const u64 *)(a + (swap ^ 4)), *other = (const u64 *)b;
  return __builtin_popcountll(first[0] ^ other[0]) + __builtin_popcountll(first[1] ^ other[1]) +
         __builtin_popcountll(second[0] ^ other[2]) + __builtin_popcountll(second[1] ^ other[3]);
}

static inline void add(u32 key, u32 from, u32 id, u32 distance) {
  int last = at.latest[key];
  if (last >= 0 && at.hits[last].from == from) {
    if (distance >= at.hits[last].distance) return;
    at.hits[last].id = id;
    at.hits[last].distance = distance;
    return;
  }
  if (last < 0) at.met[metCount++] = key;
  at.hits[hitCount] = (Hit){from, id, distance, last};
  at.latest[key] = (int)hitCount++;
  at.counts[key]++;
}

// Entries of one slot, those nearest to the image first. In three rounds without branches, so that the ways to memory overlap.
static inline void look(const Entry *entry, u32 count, int step, u32 from, const u32 *own, u32 sign, u32 swap) {
  u32 passed = 0;
  for (u32 i = 0; i < count; i++, entry += step) {
    near[passed].id = entry->id;
    passed += (u32)__builtin_popcount(entry->sign ^ sign) <= limits.sign;
  }
  for (u32 i = 0; i < passed; i++) near[i].distance = distanceOf(own, at.descriptors + near[i].id * words, swap);
  for (u32 i = 0; i < passed; i++)
    if (near[i].distance <= limits.distance) add(2 * at.owners[near[i].id] + (swap != 0), from, near[i].id, near[i].distance);
}

static void query(u32 image, u32 behind, u32 longest, u32 swap) {
  u32 start = at.starts[image], end = at.starts[image + 1], side = behind ? end : start;
  for (u32 id = start; id < end; id++) {
    const u32 *own = at.descriptors + id * words;
    for (u32 table = 0; table < tables; table++) {
      u32 slot = slotOf(table, own[table ^ swap]);
      u32 low = slot == 0 ? 0 : at.ends[slot - 1], high = at.ends[slot], first = low, last = high;
      if (first == last) continue;
      while (low < high) {
        u32 middle = (low + high) / 2;
        if (at.entries[middle].id < side) low = middle + 1;
        else high = middle;
      }
      u32 sign = own[((table + 1) % words) ^ swap];
      const Entry *here = at.entries + low;
      if (behind) {
        u32 room = last - low < longest ? last - low : longest;
        look(here, room, 1, id - start, own, sign, swap);
      } else {
        u32 room = low - first < longest ? low - first : longest;
        look(here - 1, room, -1, id - start, own, sign, swap);
      }
    }
  }
}

static void vote(u32 features) {
  u32 cells = limits.distance + 1;
  for (u32 i = 0; i < features * cells; i++) votes[i] = 0;
  for (u32 i = 0; i < metCount; i++) {
    if ((u32)at.counts[at.met[i]] < limits.matches) continue;
    for (int hit = at.latest[at.met[i]]; hit >= 0; hit = at.hits[hit].last)
      votes[at.hits[hit].from * cells + at.hits[hit].distance] += 1;
  }
  for (u32 from = 0; from < features; from++) {
    double nearer = 0;
    for (double *cell = votes + from * cells; cell < votes + (from + 1) * cells; cell++) {
      double here = *cell;
      *cell = 1 / (1 + nearer);
      nearer += here;
    }
  }
}

static inline float raised(u32 bin, float by, float most) {
  bins[bin] += by;
  return bins[bin] > most ? bins[bin] : most;
}

// The votes for a key that agree on one difference of direction and size; neighbouring bins overlap by half.
// 0 where all of them are no more than `least`.
static double weigh(u32 key, const u8 *own, double least) {
  double all = 0;
  for (int hit = at.latest[key]; hit >= 0; hit = at.hits[hit].last)
    all += votes[at.hits[hit].from * (limits.distance + 1) + at.hits[hit].distance];
  // Sums of single precision may lie a little higher.
  if (all * 1.0001 < least) return 0;
  u32 sizes = 2 * limits.levels + 1;
  for (u32 bin = 0; bin <= directions * sizes; bin++) bins[bin] = 0;
  float most = 0;
  for (int at_ = at.latest[key]; at_ >= 0; at_ = at.hits[at_].last) {
    Hit hit = at.hits[at_];
    const u8 *one = own + 4 * hit.from, *other = at.places + 4 * hit.id;
    u32 turn = other[3] + 2 * limits.turns + (key % 2 == 1 ? one[3] : -one[3]);
    u32 direction = turn % limits.turns * directions / limits.turns;
    u32 size = other[2] + limits.levels - one[2];
    float by = (float)votes[hit.from * (limits.distance + 1) + hit.distance];
    u32 bin = direction * sizes + size, next = (direction + 1) % directions * sizes + size;
    most = raised(next + 1, by, raised(next, by, raised(bin + 1, by, raised(bin, by, most))));
  }
  return most;
}

// Keeps the `most` heaviest in order.
static u32 keep(u32 kept, u32 most, u32 key, double weight) {
  u32 place = kept;
  while (place > 0 && (best[place - 1].weight < weight || (best[place - 1].weight == weight && best[place - 1].key > key)))
    place--;
  if (place >= most) return kept;
  if (kept < most) kept++;
  for (u32 i = kept - 1; i > place; i--) best[i] = best[i - 1];
  best[place].key = key;
  best[place].weight = weight;
  return kept;
}

// How many of `best` are told.
u32 told(meet)(u32 image, u32 behind, u32 longest, u32 most) {
  metCount = hitCount = 0;
  query(image, behind, longest, 0);
  query(image, behind, longest, 4);
  u32 start = at.starts[image];
  vote(at.starts[image + 1] - start);
  u32 kept = 0;
  for (u32 i = 0; i < metCount; i++) {
    u32 key = at.met[i];
    if ((u32)at.counts[key] >= limits.matches) {
      u32 other = key / 2;
      // An image with many features is met by chance more often.
      double size = __builtin_sqrt((double)(at.starts[other + 1] - at.starts[other]));
      double least = kept < most ? 0 : best[most - 1].weight * size;
      kept = keep(kept, most, key, weigh(key, at.places + 4 * start, least) / size);
    }
  }
  for (u32 i = 0; i < metCount; i++) {
    at.counts[at.met[i]] = 0;
    at.latest[at.met[i]] = -1;
  }
  return kept;
}
