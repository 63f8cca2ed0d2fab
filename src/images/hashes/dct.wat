;; The columns of a two-dimensional DCT, four at a time. Source of the bytes in dct-hash.ts:
;;   npx -p wabt@1.0.39 wat2wasm src/images/hashes/dct.wat -o dct.wasm && base64 -w0 dct.wasm
(module
  (memory (export "memory") 1)

  ;; For each of $count frequencies a row of 64 sums (f32) at $out, which are 0 at first: over 32 rows of 64 numbers (f32), those
  ;; at $first and those at $second by turns, each times one of the first 32 of the frequency's 64 weights (f32) at $weights.
  ;; Products and sums are made in f64 and kept in f32.
  (func (export "columns")
    (param $first i32) (param $second i32) (param $weights i32) (param $count i32) (param $out i32)
    (local $from i32) (local $to i32) (local $end i32) (local $weight i32) (local $last i32)
    (local $by v128) (local $four v128) (local $sum v128)
    (loop $nextFrequency
      (local.set $from (local.get $first))
      (local.set $weight (local.get $weights))
      (local.set $last (i32.add (local.get $weights) (i32.const 128)))
      (loop $nextRow
        (local.set $by (f64x2.splat (f64.promote_f32 (f32.load (local.get $weight)))))
        (local.set $to (local.get $out))
        (local.set $end (i32.add (local.get $from) (i32.const 256)))
        (loop $next
          (local.set $four (v128.load (local.get $from)))
          (local.set $sum (v128.load (local.get $to)))
          (v128.store (local.get $to)
            (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23
              (f32x4.demote_f64x2_zero
                (f64x2.add
                  (f64x2.promote_low_f32x4 (local.get $sum))
                  (f64x2.mul (local.get $by) (f64x2.promote_low_f32x4 (local.get $four)))))
              (f32x4.demote_f64x2_zero
                (f64x2.add
                  (f64x2.promote_low_f32x4 (i8x16.shuffle 8 9 10 11 12 13 14 15 0 1 2 3 4 5 6 7 (local.get $sum) (local.get $sum)))
                  (f64x2.mul (local.get $by)
                    (f64x2.promote_low_f32x4 (i8x16.shuffle 8 9 10 11 12 13 14 15 0 1 2 3 4 5 6 7 (local.get $four) (local.get $four))))))))
          (local.set $to (i32.add (local.get $to) (i32.const 16)))
          (br_if $next (i32.lt_u (local.tee $from (i32.add (local.get $from) (i32.const 16))) (local.get $end))))
        (br_if $nextRow (i32.lt_u (local.tee $weight (i32.add (local.get $weight) (i32.const 4))) (local.get $last))))
      ;; The other one's turn.
      (local.set $from (local.get $first))
      (local.set $first (local.get $second))
      (local.set $second (local.get $from))
      (local.set $weights (i32.add (local.get $weights) (i32.const 256)))
      (local.set $out (i32.add (local.get $out) (i32.const 256)))
      (br_if $nextFrequency (local.tee $count (i32.sub (local.get $count) (i32.const 1)))))))
