;; Looks for similar 256-bit descriptors. Source of the bytes in descriptor-search.ts:
;;   npx -p wabt@1.0.39 wat2wasm src/images/descriptors.wat -o descriptors.wasm && base64 -w0 descriptors.wasm
;; Addresses and lengths are in bytes; a descriptor takes 32. $swap is 16 to compare as in a mirror, where the halves of a
;; descriptor change places, else 0.
(module
  (memory (export "memory") 1)

  ;; Of the $count descriptors at $to, the nearest to each from $from to before $end, if within $most bits: its number or
  ;; -1 (i32) goes to $out and on. Of equals the first.
  (func (export "nearest")
    (param $from i32) (param $end i32) (param $to i32) (param $count i32) (param $swap i32) (param $most i32)
    (param $out i32)
    (local $a i64) (local $b i64) (local $c i64) (local $d i64)
    (local $other i32) (local $at i32) (local $least i32) (local $distance i32) (local $found i32)
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $from) (local.get $end)))
        (local.set $at (i32.add (local.get $from) (local.get $swap)))
        (local.set $a (i64.load (local.get $at)))
        (local.set $b (i64.load offset=8 (local.get $at)))
        (local.set $at (i32.sub (i32.add (local.get $from) (i32.const 16)) (local.get $swap)))
        (local.set $c (i64.load (local.get $at)))
        (local.set $d (i64.load offset=8 (local.get $at)))
        (local.set $least (i32.add (local.get $most) (i32.const 1)))
        (local.set $found (i32.const -1))
        (local.set $other (i32.const 0))
        (local.set $at (local.get $to))
        (block $compared
          (loop $nextOther
            (br_if $compared (i32.ge_u (local.get $other) (local.get $count)))
            (local.set $distance
              (i32.wrap_i64
                (i64.add
                  (i64.add
                    (i64.popcnt (i64.xor (i64.load (local.get $at)) (local.get $a)))
                    (i64.popcnt (i64.xor (i64.load offset=8 (local.get $at)) (local.get $b))))
                  (i64.add
                    (i64.popcnt (i64.xor (i64.load offset=16 (local.get $at)) (local.get $c)))
                    (i64.popcnt (i64.xor (i64.load offset=24 (local.get $at)) (local.get $d)))))))
            (if (i32.lt_u (local.get $distance) (local.get $least))
              (then
                (local.set $least (local.get $distance))
                (local.set $found (local.get $other))))
            (local.set $at (i32.add (local.get $at) (i32.const 32)))
            (local.set $other (i32.add (local.get $other) (i32.const 1)))
            (br $nextOther)))
        (i32.store (local.get $out) (local.get $found))
        (local.set $out (i32.add (local.get $out) (i32.const 4)))
        (local.set $from (i32.add (local.get $from) (i32.const 32)))
        (br $next))))

  ;; Where the tables lie. Eight masks (i32) stand at $masks. Each table has as many heads (i32) as $shift leaves bits of
  ;; 32, one table behind the other. A record is a descriptor with its link to the next of the chain in each table: one
  ;; line of the processor's cache.
  (global $masks (mut i32) (i32.const 0))
  (global $shift (mut i32) (i32.const 0))
  (global $heads (mut i32) (i32.const 0))
  (global $records (mut i32) (i32.const 0))

  (func (export "place") (param $masks i32) (param $shift i32) (param $heads i32) (param $records i32)
    (global.set $masks (local.get $masks))
    (global.set $shift (local.get $shift))
    (global.set $heads (local.get $heads))
    (global.set $records (local.get $records)))

  ;; Address of the head of the chain of a word in a table (0 to 7).
  (func $head (param $table i32) (param $word i32) (result i32)
    (i32.add
      (i32.add
        (global.get $heads)
        (i32.shl (local.get $table) (i32.sub (i32.const 34) (global.get $shift))))
      (i32.shl
        (i32.shr_u
          (i32.mul
            (i32.and
              (local.get $word)
              (i32.load (i32.add (global.get $masks) (i32.shl (local.get $table) (i32.const 2)))))
            (i32.const 0x9e3779b1))
          (global.get $shift))
        (i32.const 2))))

  ;; Makes a record whose descriptor is written known, as the first of its chains.
  (func (export "add") (param $id i32)
    (local $end i32) (local $table i32) (local $head i32) (local $at i32)
    (local.set $at (i32.add (global.get $records) (i32.shl (local.get $id) (i32.const 6))))
    (local.set $end (i32.add (local.get $at) (i32.const 32)))
    (loop $next
      (local.set $head (call $head (local.get $table) (i32.load (local.get $at))))
      (i32.store offset=32 (local.get $at) (i32.load (local.get $head)))
      (i32.store (local.get $head) (local.get $id))
      (local.set $table (i32.add (local.get $table) (i32.const 1)))
      (br_if $next
        (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 4))) (local.get $end)))))

  ;; Descriptors within $most bits of the one at $query among the first $longest of its chain in each table. Each table
  ;; has $room bytes at $out and on: first the number of those that it yields (i32), then the next of its chain, then number
  ;; and distance of each (two i32). All chains are followed side by side, so that their loads need not wait for each other.
  (func (export "near")
    (param $query i32) (param $swap i32) (param $longest i32) (param $most i32) (param $out i32) (param $room i32)
    (local $a i64) (local $b i64) (local $c i64) (local $d i64)
    (local $table i32) (local $id i32) (local $at i32) (local $here i32) (local $distance i32) (local $found i32)
    (local $ended i32)
    (local.set $at (i32.add (local.get $query) (local.get $swap)))
    (local.set $a (i64.load (local.get $at)))
    (local.set $b (i64.load offset=8 (local.get $at)))
    (local.set $at (i32.sub (i32.add (local.get $query) (i32.const 16)) (local.get $swap)))
    (local.set $c (i64.load (local.get $at)))
    (local.set $d (i64.load offset=8 (local.get $at)))
    (local.set $here (local.get $out))
    (loop $nextHead
      (i32.store (local.get $here) (i32.const 0))
      (i32.store offset=4 (local.get $here)
        (i32.load
          (call $head (local.get $table)
            (i32.load
              (i32.add
                (local.get $query)
                (i32.xor (i32.shl (local.get $table) (i32.const 2)) (local.get $swap)))))))
      (local.set $here (i32.add (local.get $here) (local.get $room)))
      (local.set $table (i32.add (local.get $table) (i32.const 1)))
      (br_if $nextHead (i32.lt_u (local.get $table) (i32.const 8))))
    (block $done
      (loop $nextLink
        (br_if $done (i32.eqz (local.get $longest)))
        (local.set $longest (i32.sub (local.get $longest) (i32.const 1)))
        (local.set $here (local.get $out))
        (local.set $table (i32.const 0))
        (local.set $ended (i32.const 1))
        (loop $nextTable
          (local.set $id (i32.load offset=4 (local.get $here)))
          (if (i32.ge_s (local.get $id) (i32.const 0))
            (then
              (local.set $ended (i32.const 0))
              (local.set $at (i32.add (global.get $records) (i32.shl (local.get $id) (i32.const 6))))
              (i32.store offset=4 (local.get $here)
                (i32.load offset=32 (i32.add (local.get $at) (i32.shl (local.get $table) (i32.const 2)))))
              (local.set $distance
                (i32.wrap_i64
                  (i64.add
                    (i64.add
                      (i64.popcnt (i64.xor (i64.load (local.get $at)) (local.get $a)))
                      (i64.popcnt (i64.xor (i64.load offset=8 (local.get $at)) (local.get $b))))
                    (i64.add
                      (i64.popcnt (i64.xor (i64.load offset=16 (local.get $at)) (local.get $c)))
                      (i64.popcnt (i64.xor (i64.load offset=24 (local.get $at)) (local.get $d)))))))
              (if (i32.le_u (local.get $distance) (local.get $most))
                (then
                  (local.set $found (i32.add (i32.load (local.get $here)) (i32.const 1)))
                  (i32.store (local.get $here) (local.get $found))
                  (local.set $at (i32.add (local.get $here) (i32.shl (local.get $found) (i32.const 3))))
                  (i32.store (local.get $at) (local.get $id))
                  (i32.store offset=4 (local.get $at) (local.get $distance))))))
          (local.set $here (i32.add (local.get $here) (local.get $room)))
          (local.set $table (i32.add (local.get $table) (i32.const 1)))
          (br_if $nextTable (i32.lt_u (local.get $table) (i32.const 8))))
        (br_if $nextLink (i32.eqz (local.get $ended)))))))
