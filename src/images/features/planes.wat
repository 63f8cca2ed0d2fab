;; Blurs planes of f32 and finds extrema of their differences, four pixels at a time. Source of the bytes in planes.ts:
;;   npx -p wabt@1.0.39 wat2wasm src/images/planes.wat -o planes.wasm && base64 -w0 planes.wasm
;; All addresses are in bytes; a row of every plane takes 512 (128 pixels). Up to three pixels beyond $width are written.
(module
  (memory (export "memory") 16)

  ;; Blurs the plane at $from into that at $to with a binomial kernel of three taps (1 2 1) or, if $five, of five
  ;; (1 4 6 4 1), $step pixels apart. Beyond the edges stand the outermost pixels. $line (a row) and $passed (a plane) are
  ;; scratch.
  (func (export "blur")
    (param $from i32) (param $to i32) (param $width i32) (param $height i32) (param $five i32) (param $step i32)
    (param $line i32) (param $passed i32)
    (local $y i32) (local $x i32) (local $row i32) (local $pad i32) (local $bytes i32) (local $here i32)
    (local $near i32) (local $above i32) (local $below i32) (local $far i32) (local $beyond i32)
    (local.set $near (i32.shl (local.get $step) (i32.const 2)))
    (local.set $pad (i32.shl (local.get $near) (i32.const 1)))
    (local.set $bytes (i32.shl (local.get $width) (i32.const 2)))
    (block $passedRows
      (loop $nextRow
        (br_if $passedRows (i32.ge_u (local.get $y) (local.get $height)))
        (local.set $row (i32.add (local.get $from) (i32.shl (local.get $y) (i32.const 9))))
        (local.set $here (i32.add (local.get $line) (local.get $pad)))
        (call $fill (local.get $line) (local.get $here) (f32.load (local.get $row)))
        (memory.copy (local.get $here) (local.get $row) (local.get $bytes))
        (local.set $far (i32.add (local.get $here) (local.get $bytes)))
        (call $fill (local.get $far) (i32.add (local.get $far) (local.get $pad))
          (f32.load (i32.sub (local.get $far) (i32.const 4))))
        (local.set $row (i32.add (local.get $passed) (i32.shl (local.get $y) (i32.const 9))))
        (local.set $x (i32.const 0))
        (block $passedRow
          (loop $next
            (br_if $passedRow (i32.ge_u (local.get $x) (local.get $bytes)))
            (v128.store (i32.add (local.get $row) (local.get $x))
              (call $tap (local.get $five)
                (i32.sub (i32.add (local.get $here) (local.get $x)) (local.get $pad))
                (i32.sub (i32.add (local.get $here) (local.get $x)) (local.get $near))
                (i32.add (local.get $here) (local.get $x))
                (i32.add (i32.add (local.get $here) (local.get $x)) (local.get $near))
                (i32.add (i32.add (local.get $here) (local.get $x)) (local.get $pad))))
            (local.set $x (i32.add (local.get $x) (i32.const 16)))
            (br $next)))
        (local.set $y (i32.add (local.get $y) (i32.const 1)))
        (br $nextRow)))
    (local.set $y (i32.const 0))
    (block $passedColumns
      (loop $nextRow
        (br_if $passedColumns (i32.ge_u (local.get $y) (local.get $height)))
        (local.set $far (call $row (local.get $passed) (i32.sub (local.get $y) (i32.shl (local.get $step) (i32.const 1))) (local.get $height)))
        (local.set $above (call $row (local.get $passed) (i32.sub (local.get $y) (local.get $step)) (local.get $height)))
        (local.set $here (call $row (local.get $passed) (local.get $y) (local.get $height)))
        (local.set $below (call $row (local.get $passed) (i32.add (local.get $y) (local.get $step)) (local.get $height)))
        (local.set $beyond (call $row (local.get $passed) (i32.add (local.get $y) (i32.shl (local.get $step) (i32.const 1))) (local.get $height)))
        (local.set $row (i32.add (local.get $to) (i32.shl (local.get $y) (i32.const 9))))
        (local.set $x (i32.const 0))
        (block $passedRow
          (loop $next
            (br_if $passedRow (i32.ge_u (local.get $x) (local.get $bytes)))
            (v128.store (i32.add (local.get $row) (local.get $x))
              (call $tap (local.get $five)
                (i32.add (local.get $far) (local.get $x))
                (i32.add (local.get $above) (local.get $x))
                (i32.add (local.get $here) (local.get $x))
                (i32.add (local.get $below) (local.get $x))
                (i32.add (local.get $beyond) (local.get $x))))
            (local.set $x (i32.add (local.get $x) (i32.const 16)))
            (br $next)))
        (local.set $y (i32.add (local.get $y) (i32.const 1)))
        (br $nextRow))))

  (func $fill (param $at i32) (param $end i32) (param $value f32)
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
        (f32.store (local.get $at) (local.get $value))
        (local.set $at (i32.add (local.get $at) (i32.const 4)))
        (br $next))))

  ;; Where row $y of a plane begins, or the nearest row that there is.
  (func $row (param $plane i32) (param $y i32) (param $height i32) (result i32)
    (if (i32.lt_s (local.get $y) (i32.const 0)) (then (local.set $y (i32.const 0))))
    (if (i32.ge_s (local.get $y) (local.get $height))
      (then (local.set $y (i32.sub (local.get $height) (i32.const 1)))))
    (i32.add (local.get $plane) (i32.shl (local.get $y) (i32.const 9))))

  (func $tap (param $five i32) (param $far i32) (param $above i32) (param $here i32) (param $below i32) (param $beyond i32)
    (result v128)
    (local $near v128)
    (local.set $near (f32x4.add (v128.load (local.get $above)) (v128.load (local.get $below))))
    (if (result v128) (local.get $five)
      (then
        (f32x4.mul (v128.const f32x4 0.0625 0.0625 0.0625 0.0625)
          (f32x4.add
            (f32x4.add
              (f32x4.add (v128.load (local.get $far)) (v128.load (local.get $beyond)))
              (f32x4.mul (v128.const f32x4 4 4 4 4) (local.get $near)))
            (f32x4.mul (v128.const f32x4 6 6 6 6) (v128.load (local.get $here))))))
      (else
        (f32x4.mul (v128.const f32x4 0.25 0.25 0.25 0.25)
          (f32x4.add (local.get $near)
            (f32x4.mul (v128.const f32x4 2 2 2 2) (v128.load (local.get $here))))))))

  ;; $out becomes the $height rows at $a minus those at $b.
  (func (export "subtract") (param $a i32) (param $b i32) (param $height i32) (param $out i32)
    (local $end i32)
    (local.set $end (i32.add (local.get $out) (i32.shl (local.get $height) (i32.const 9))))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $out) (local.get $end)))
        (v128.store (local.get $out) (f32x4.sub (v128.load (local.get $a)) (v128.load (local.get $b))))
        (local.set $a (i32.add (local.get $a) (i32.const 16)))
        (local.set $b (i32.add (local.get $b) (i32.const 16)))
        (local.set $out (i32.add (local.get $out) (i32.const 16)))
        (br $next))))

  ;; Pixels of the plane at $here, $margin away from its edges, that lie above all their 26 neighbours there, in $finer
  ;; and in $coarser and are $faintest at least, or below all of them and at most -$faintest: their numbers (i32, rows
  ;; first; up to three of a row beyond the margin) go to $out. Returns how many there are.
  (func (export "extrema")
    (param $finer i32) (param $here i32) (param $coarser i32) (param $width i32) (param $height i32)
    (param $margin i32) (param $faintest f32) (param $out i32) (result i32)
    (local $y i32) (local $at i32) (local $end i32) (local $found i32) (local $lane i32) (local $mask i32)
    (local $to_finer i32) (local $to_coarser i32)
    (local $value v128) (local $high v128) (local $low v128) (local $bar v128)
    (local.set $bar (f32x4.splat (local.get $faintest)))
    (local.set $to_finer (i32.sub (local.get $finer) (local.get $here)))
    (local.set $to_coarser (i32.sub (local.get $coarser) (local.get $here)))
    (local.set $y (local.get $margin))
    (block $done
      (loop $nextRow
        (br_if $done (i32.ge_s (local.get $y) (i32.sub (local.get $height) (local.get $margin))))
        (local.set $at (i32.add (local.get $here) (i32.shl (local.get $y) (i32.const 9))))
        (local.set $end
          (i32.add (local.get $at) (i32.shl (i32.sub (local.get $width) (local.get $margin)) (i32.const 2))))
        (local.set $at (i32.sub (i32.add (local.get $at) (i32.shl (local.get $margin) (i32.const 2))) (i32.const 16)))
        (block $row
          (loop $next
            (local.set $at (i32.add (local.get $at) (i32.const 16)))
            (br_if $row (i32.ge_s (local.get $at) (local.get $end)))
            (local.set $value (v128.load (local.get $at)))
            ;; Its neighbours in the row and what is faint settle most.
            (local.set $high
              (f32x4.max (v128.load (i32.sub (local.get $at) (i32.const 4))) (v128.load offset=4 (local.get $at))))
            (local.set $low
              (f32x4.min (v128.load (i32.sub (local.get $at) (i32.const 4))) (v128.load offset=4 (local.get $at))))
            (br_if $next
              (i32.eqz
                (v128.any_true
                  (call $beyond (local.get $value) (local.get $high) (local.get $low) (local.get $bar)))))
            (local.set $high
              (f32x4.max
                (f32x4.max (local.get $high)
                  (f32x4.max
                    (call $highest (i32.sub (local.get $at) (i32.const 512)))
                    (call $highest (i32.add (local.get $at) (i32.const 512)))))
                (f32x4.max
                  (call $highest3 (i32.add (local.get $at) (local.get $to_finer)))
                  (call $highest3 (i32.add (local.get $at) (local.get $to_coarser))))))
            (local.set $low
              (f32x4.min
                (f32x4.min (local.get $low)
                  (f32x4.min
                    (call $lowest (i32.sub (local.get $at) (i32.const 512)))
                    (call $lowest (i32.add (local.get $at) (i32.const 512)))))
                (f32x4.min
                  (call $lowest3 (i32.add (local.get $at) (local.get $to_finer)))
                  (call $lowest3 (i32.add (local.get $at) (local.get $to_coarser))))))
            (local.set $mask
              (i32x4.bitmask (call $beyond (local.get $value) (local.get $high) (local.get $low) (local.get $bar))))
            (br_if $next (i32.eqz (local.get $mask)))
            (local.set $lane (i32.shr_u (i32.sub (local.get $at) (local.get $here)) (i32.const 2)))
            (loop $lanes
              (if (i32.and (local.get $mask) (i32.const 1))
                (then
                  (i32.store (local.get $out) (local.get $lane))
                  (local.set $out (i32.add (local.get $out) (i32.const 4)))
                  (local.set $found (i32.add (local.get $found) (i32.const 1)))))
              (local.set $lane (i32.add (local.get $lane) (i32.const 1)))
              (br_if $lanes (local.tee $mask (i32.shr_u (local.get $mask) (i32.const 1)))))
            (br $next)))
        (local.set $y (i32.add (local.get $y) (i32.const 1)))
        (br $nextRow)))
    (local.get $found))

  (func $beyond (param $value v128) (param $high v128) (param $low v128) (param $bar v128) (result v128)
    (v128.or
      (v128.and (f32x4.gt (local.get $value) (local.get $high)) (f32x4.ge (local.get $value) (local.get $bar)))
      (v128.and
        (f32x4.lt (local.get $value) (local.get $low))
        (f32x4.le (local.get $value) (f32x4.neg (local.get $bar))))))

  (func $highest (param $at i32) (result v128)
    (f32x4.max (v128.load (local.get $at))
      (f32x4.max (v128.load (i32.sub (local.get $at) (i32.const 4))) (v128.load offset=4 (local.get $at)))))

  (func $lowest (param $at i32) (result v128)
    (f32x4.min (v128.load (local.get $at))
      (f32x4.min (v128.load (i32.sub (local.get $at) (i32.const 4))) (v128.load offset=4 (local.get $at)))))

  (func $highest3 (param $at i32) (result v128)
    (f32x4.max (call $highest (local.get $at))
      (f32x4.max
        (call $highest (i32.sub (local.get $at) (i32.const 512)))
        (call $highest (i32.add (local.get $at) (i32.const 512))))))

  (func $lowest3 (param $at i32) (result v128)
    (f32x4.min (call $lowest (local.get $at))
      (f32x4.min
        (call $lowest (i32.sub (local.get $at) (i32.const 512)))
        (call $lowest (i32.add (local.get $at) (i32.const 512)))))))
