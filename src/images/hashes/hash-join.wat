;; Finds the 256-bit hashes that agree in some of their bits. Source of the bytes in join-machine.ts:
;;   npx -p wabt@1.0.39 wat2wasm src/images/hash-join.wat -o hash-join.wasm && base64 -w0 hash-join.wasm
;; All addresses are in bytes; hashes lie 32 bytes apart. Tables that are read at random are kept small enough for the
;; innermost caches: that makes it several times as fast for a million hashes.
(module
  (memory (export "memory") 1)

  ;; Copies the eight bytes at $offset of $count hashes to $out.
  (func (export "cut") (param $hashes i32) (param $count i32) (param $offset i32) (param $out i32)
    (local $end i32)
    (local.set $hashes (i32.add (local.get $hashes) (local.get $offset)))
    (local.set $end (i32.add (local.get $out) (i32.shl (local.get $count) (i32.const 3))))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $out) (local.get $end)))
        (i64.store (local.get $out) (i64.load (local.get $hashes)))
        (local.set $hashes (i32.add (local.get $hashes) (i32.const 32)))
        (local.set $out (i32.add (local.get $out) (i32.const 8)))
        (br $next))))

  ;; Files $count hashes under keys made of the bits of $mask in what was cut from them: $items receives key and
  ;; number of each, those with the same upper bits of the key (all but $low) together, by number; $starts where each of
  ;; the $parts groups begins, and $count behind them. $keys has room for $count keys, which have 64 - $shift bits.
  (func (export "file")
    (param $cuts i32) (param $count i32) (param $mask i64) (param $shift i64) (param $low i32)
    (param $keys i32) (param $items i32) (param $starts i32) (param $parts i32)
    (local $at i32) (local $end i32) (local $key i32) (local $cell i32) (local $sum i32) (local $i i32)
    (memory.fill (local.get $starts) (i32.const 0) (i32.shl (i32.add (local.get $parts) (i32.const 1)) (i32.const 2)))
    (local.set $at (local.get $keys))
    (local.set $end (i32.add (local.get $keys) (i32.shl (local.get $count) (i32.const 2))))
    (block $counted
      (loop $next
        (br_if $counted (i32.ge_u (local.get $at) (local.get $end)))
        (local.set $key
          (i32.wrap_i64
            (i64.shr_u
              ;; Fibonacci hashing: 2^64 divided by the golden ratio.
              (i64.mul (i64.and (i64.load (local.get $cuts)) (local.get $mask)) (i64.const 0x9e3779b97f4a7c15))
              (local.get $shift))))
        (i32.store (local.get $at) (local.get $key))
        (local.set $cell
          (i32.add (local.get $starts) (i32.shl (i32.shr_u (local.get $key) (local.get $low)) (i32.const 2))))
        (i32.store (local.get $cell) (i32.add (i32.load (local.get $cell)) (i32.const 1)))
        (local.set $cuts (i32.add (local.get $cuts) (i32.const 8)))
        (local.set $at (i32.add (local.get $at) (i32.const 4)))
        (br $next)))
    (call $ends (local.get $starts) (local.get $parts))
    ;; From behind: each group's end moves down to its beginning.
    (local.set $i (local.get $count))
    (block $filed
      (loop $next
        (br_if $filed (i32.eqz (local.get $i)))
        (local.set $i (i32.sub (local.get $i) (i32.const 1)))
        (local.set $at (i32.sub (local.get $at) (i32.const 4)))
        (local.set $key (i32.load (local.get $at)))
        (local.set $cell
          (i32.add (local.get $starts) (i32.shl (i32.shr_u (local.get $key) (local.get $low)) (i32.const 2))))
        (local.set $sum (i32.sub (i32.load (local.get $cell)) (i32.const 1)))
        (i32.store (local.get $cell) (local.get $sum))
        (local.set $cell (i32.add (local.get $items) (i32.shl (local.get $sum) (i32.const 3))))
        (i32.store (local.get $cell) (local.get $key))
        (i32.store offset=4 (local.get $cell) (local.get $i))
        (br $next))))

  ;; Turns $count numbers, and one behind them, into their running sums.
  (func $ends (param $at i32) (param $count i32)
    (local $sum i32) (local $last i32)
    (local.set $last (i32.add (local.get $at) (i32.shl (local.get $count) (i32.const 2))))
    (loop $next
      (local.set $sum (i32.add (local.get $sum) (i32.load (local.get $at))))
      (i32.store (local.get $at) (local.get $sum))
      (local.set $at (i32.add (local.get $at) (i32.const 4)))
      (br_if $next (i32.le_u (local.get $at) (local.get $last)))))

  ;; Sorts the items from $at to before $end, all of one group, by their keys: their numbers go to $sorted, and $table
  ;; receives where those of each key's $low bits begin.
  (func (export "sort")
    (param $at i32) (param $end i32) (param $low i32) (param $table i32) (param $sorted i32)
    (local $from i32) (local $mask i32) (local $cell i32) (local $place i32)
    (local.set $mask (i32.sub (i32.shl (i32.const 1) (local.get $low)) (i32.const 1)))
    (memory.fill (local.get $table) (i32.const 0) (i32.shl (i32.add (local.get $mask) (i32.const 2)) (i32.const 2)))
    (local.set $from (local.get $at))
    (block $counted
      (loop $next
        (br_if $counted (i32.ge_u (local.get $from) (local.get $end)))
        (local.set $cell (call $cell (local.get $from) (local.get $mask) (local.get $table)))
        (i32.store (local.get $cell) (i32.add (i32.load (local.get $cell)) (i32.const 1)))
        (local.set $from (i32.add (local.get $from) (i32.const 8)))
        (br $next)))
    (call $ends (local.get $table) (i32.add (local.get $mask) (i32.const 1)))
    (block $done
      (loop $next
        (br_if $done (i32.le_u (local.get $from) (local.get $at)))
        (local.set $from (i32.sub (local.get $from) (i32.const 8)))
        (local.set $cell (call $cell (local.get $from) (local.get $mask) (local.get $table)))
        (local.set $place (i32.sub (i32.load (local.get $cell)) (i32.const 1)))
        (i32.store (local.get $cell) (local.get $place))
        (i32.store
          (i32.add (local.get $sorted) (i32.shl (local.get $place) (i32.const 2)))
          (i32.load offset=4 (local.get $from)))
        (br $next))))

  (func $cell (param $item i32) (param $mask i32) (param $table i32) (result i32)
    (i32.add (local.get $table) (i32.shl (i32.and (i32.load (local.get $item)) (local.get $mask)) (i32.const 2))))

  ;; For the items from $at to before $end of the left side: writes each pair (number on the left, number on the right)
  ;; of equal keys within $radius bits to $out; with $self, only numbers on the right beyond those on the left. Stops
  ;; before an item that could write beyond $most pairs. Returns the pairs written; where it stopped
  ;; is at address 0, how many pairs it compared behind that.
  (func (export "probe")
    (param $at i32) (param $end i32) (param $left i32) (param $right i32) (param $low i32) (param $table i32)
    (param $sorted i32) (param $radius i32) (param $self i32) (param $out i32) (param $most i32)
    (result i32)
    (local $found i32) (local $cell i32) (local $from i32) (local $to i32) (local $one i32) (local $other i32)
    (local $hash i32) (local $mask i32) (local $compared i32) (local $first v128) (local $second v128) (local $bits v128)
    (local.set $mask (i32.sub (i32.shl (i32.const 1) (local.get $low)) (i32.const 1)))
    (local.set $at (i32.sub (local.get $at) (i32.const 8)))
    (block $done
      (loop $item
        (local.set $at (i32.add (local.get $at) (i32.const 8)))
        (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
        (local.set $cell (call $cell (local.get $at) (local.get $mask) (local.get $table)))
        (local.set $from (i32.load (local.get $cell)))
        (local.set $to (i32.load offset=4 (local.get $cell)))
        (br_if $item (i32.eq (local.get $from) (local.get $to)))
        (br_if $done
          (i32.gt_u (i32.add (local.get $found) (i32.sub (local.get $to) (local.get $from))) (local.get $most)))
        (local.set $compared
          (i32.add (local.get $compared) (i32.sub (local.get $to) (local.get $from))))
        (local.set $one (i32.load offset=4 (local.get $at)))
        (local.set $hash (i32.add (local.get $left) (i32.shl (local.get $one) (i32.const 5))))
        (local.set $first (v128.load (local.get $hash)))
        (local.set $second (v128.load offset=16 (local.get $hash)))
        (local.set $from (i32.add (local.get $sorted) (i32.shl (local.get $from) (i32.const 2))))
        (local.set $to (i32.add (local.get $sorted) (i32.shl (local.get $to) (i32.const 2))))
        (block $bucket
          (loop $next
            (br_if $bucket (i32.ge_u (local.get $from) (local.get $to)))
            (local.set $other (i32.load (local.get $from)))
            (local.set $from (i32.add (local.get $from) (i32.const 4)))
            (br_if $next (i32.and (local.get $self) (i32.le_u (local.get $other) (local.get $one))))
            (local.set $hash (i32.add (local.get $right) (i32.shl (local.get $other) (i32.const 5))))
            (local.set $bits
              (i8x16.add
                (i8x16.popcnt (v128.xor (local.get $first) (v128.load (local.get $hash))))
                (i8x16.popcnt (v128.xor (local.get $second) (v128.load offset=16 (local.get $hash))))))
            (local.set $bits (i32x4.extadd_pairwise_i16x8_u (i16x8.extadd_pairwise_i8x16_u (local.get $bits))))
            (br_if $next
              (i32.gt_u
                (i32.add
                  (i32.add (i32x4.extract_lane 0 (local.get $bits)) (i32x4.extract_lane 1 (local.get $bits)))
                  (i32.add (i32x4.extract_lane 2 (local.get $bits)) (i32x4.extract_lane 3 (local.get $bits))))
                (local.get $radius)))
            (i32.store (local.get $out) (local.get $one))
            (i32.store offset=4 (local.get $out) (local.get $other))
            (local.set $out (i32.add (local.get $out) (i32.const 8)))
            (local.set $found (i32.add (local.get $found) (i32.const 1)))
            (br $next)))
        (br $item)))
    (i32.store (i32.const 0) (local.get $at))
    (i32.store (i32.const 4) (local.get $compared))
    (local.get $found)))
