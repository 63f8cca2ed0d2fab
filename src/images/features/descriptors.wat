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
)
