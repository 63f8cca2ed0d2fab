;; Means of luma over the exact area of the cells of a square. Source of the bytes in shrink.ts:
;;   npx -p wabt@1.0.39 wat2wasm src/images/decode/shrink.wat -o shrink.wasm && base64 -w0 shrink.wasm
(module
  (memory (export "memory") 4)

  ;; Shrinks $width * $height bytes at $luma to $side * $side (a multiple of 4 a row) at $out, each the sum over its cell times
  ;; $each. $columns holds for each cell the column at which it ends (f64: whole pixels, i32 in a word of 8 bytes, then from $shares
  ;; bytes behind the share of the next one); $rows holds the rows at which cells begin and the last one ends (f64).
  ;; Scratch: $running for the sums of a row, $row for a row of cells, $sums for all cells, which are 0 at first.
  (func (export "shrink")
    (param $luma i32) (param $width i32) (param $height i32) (param $side i32)
    (param $columns i32) (param $shares i32) (param $rows i32)
    (param $running i32) (param $row i32) (param $sums i32) (param $each f64) (param $out i32)
    (local $y i32) (local $at i32) (local $end i32) (local $to i32) (local $sum i32) (local $whole i32)
    (local $first i32) (local $cell i32) (local $bytes i32)
    (local $before f64) (local $until f64) (local $top f64) (local $bottom f64) (local $weight v128)
    (local $low v128)
    (local.set $bytes (i32.shl (local.get $side) (i32.const 3)))
    (loop $nextRow
      ;; Running sums of the row.
      (local.set $sum (i32.const 0))
      (i32.store (local.get $running) (i32.const 0))
      (local.set $at (local.get $luma))
      (local.set $end (i32.add (local.get $luma) (local.get $width)))
      (local.set $to (local.get $running))
      (loop $next
        (local.set $sum (i32.add (local.get $sum) (i32.load8_u (local.get $at))))
        (i32.store offset=4 (local.get $to) (local.get $sum))
        (local.set $to (i32.add (local.get $to) (i32.const 4)))
        (br_if $next (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 1))) (local.get $end))))
      ;; What each column of cells holds of it.
      (local.set $before (f64.const 0))
      (local.set $at (local.get $columns))
      (local.set $end (i32.add (local.get $at) (local.get $bytes)))
      (local.set $to (local.get $row))
      (loop $next
        (local.set $whole (i32.load (local.get $at)))
        (local.set $until
          (f64.add
            (f64.convert_i32_u (i32.load (i32.add (local.get $running) (i32.shl (local.get $whole) (i32.const 2)))))
            (f64.mul
              (f64.load (i32.add (local.get $at) (local.get $shares)))
              (f64.convert_i32_u (i32.load8_u (i32.add (local.get $luma) (local.get $whole)))))))
        (f64.store (local.get $to) (f64.sub (local.get $until) (local.get $before)))
        (local.set $before (local.get $until))
        (local.set $to (i32.add (local.get $to) (i32.const 8)))
        (br_if $next (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 8))) (local.get $end))))
      ;; A row of pixels lies in one row of cells or, in smaller images, in several.
      (local.set $top (f64.convert_i32_u (local.get $y)))
      (local.set $y (i32.add (local.get $y) (i32.const 1)))
      (local.set $bottom (f64.convert_i32_u (local.get $y)))
      (local.set $cell (local.get $first))
      (block $added
        (loop $nextCell
          (br_if $added (i32.ge_u (local.get $cell) (local.get $side)))
          (local.set $at (i32.add (local.get $rows) (i32.shl (local.get $cell) (i32.const 3))))
          (br_if $added (f64.ge (f64.load (local.get $at)) (local.get $bottom)))
          (local.set $until (f64.load offset=8 (local.get $at)))
          (local.set $weight
            (f64x2.splat
              (f64.sub
                (f64.min (local.get $bottom) (local.get $until))
                (f64.max (local.get $top) (f64.load (local.get $at))))))
          (local.set $to (i32.add (local.get $sums) (i32.mul (local.get $cell) (local.get $bytes))))
          (local.set $at (local.get $row))
          (local.set $end (i32.add (local.get $at) (local.get $bytes)))
          (loop $next
            (v128.store (local.get $to)
              (f64x2.add (v128.load (local.get $to)) (f64x2.mul (local.get $weight) (v128.load (local.get $at)))))
            (local.set $to (i32.add (local.get $to) (i32.const 16)))
            (br_if $next (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 16))) (local.get $end))))
          (local.set $cell (i32.add (local.get $cell) (i32.const 1)))
          (if (f64.le (local.get $until) (local.get $bottom)) (then (local.set $first (local.get $cell))))
          (br $nextCell)))
      (local.set $luma (i32.add (local.get $luma) (local.get $width)))
      (br_if $nextRow (i32.lt_u (local.get $y) (local.get $height))))
    (local.set $end (i32.add (local.get $sums) (i32.mul (local.get $side) (local.get $bytes))))
    (local.set $weight (f64x2.splat (local.get $each)))
    (loop $next
      (local.set $low
        (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23
          (i32x4.trunc_sat_f64x2_u_zero
            (f64x2.add (v128.const f64x2 0.5 0.5) (f64x2.mul (v128.load (local.get $sums)) (local.get $weight))))
          (i32x4.trunc_sat_f64x2_u_zero
            (f64x2.add (v128.const f64x2 0.5 0.5) (f64x2.mul (v128.load offset=16 (local.get $sums)) (local.get $weight))))))
      (local.set $low (i16x8.narrow_i32x4_u (local.get $low) (local.get $low)))
      (v128.store32_lane 0 (local.get $out) (i8x16.narrow_i16x8_u (local.get $low) (local.get $low)))
      (local.set $out (i32.add (local.get $out) (i32.const 4)))
      (br_if $next (i32.lt_u (local.tee $sums (i32.add (local.get $sums) (i32.const 32))) (local.get $end))))))
