;; Blurs planes of f32, finds extrema of their differences, four pixels at a time, and describes what lies around a place. Source of the bytes in planes.ts:
;;   npx -p wabt@1.0.39 wat2wasm src/images/features/planes.wat -o planes.wasm && base64 -w0 planes.wasm
;; All addresses are in bytes; a row of every plane takes 512 (128 pixels). Up to three pixels beyond $width are written.
(module
  (memory (export "memory") 32)

  ;; Bilinear: $width * $height pixels of the plane at $to from bytes at $square, $side a row. $columns and $rows hold, for each
  ;; column and row, the first of the two that it lies between (i32), from $shares bytes behind the share of the second (f32).
  (func (export "resample")
    (param $square i32) (param $side i32) (param $columns i32) (param $rows i32) (param $shares i32)
    (param $width i32) (param $height i32) (param $to i32)
    (local $x i32) (local $end i32) (local $last i32) (local $top i32) (local $at i32) (local $pixel i32)
    (local $across f64) (local $down f64) (local $upper f64) (local $lower f64)
    (local.set $last (i32.add (local.get $rows) (i32.shl (local.get $height) (i32.const 2))))
    (local.set $end (i32.add (local.get $columns) (i32.shl (local.get $width) (i32.const 2))))
    (loop $nextRow
      (local.set $top (i32.add (local.get $square) (i32.mul (i32.load (local.get $rows)) (local.get $side))))
      (local.set $down (f64.promote_f32 (f32.load (i32.add (local.get $rows) (local.get $shares)))))
      (local.set $x (local.get $columns))
      (local.set $pixel (local.get $to))
      (loop $next
        (local.set $at (i32.add (local.get $top) (i32.load (local.get $x))))
        (local.set $across (f64.promote_f32 (f32.load (i32.add (local.get $x) (local.get $shares)))))
        (local.set $upper (f64.convert_i32_u (i32.load8_u (local.get $at))))
        (local.set $upper
          (f64.add (local.get $upper)
            (f64.mul (local.get $across)
              (f64.sub (f64.convert_i32_u (i32.load8_u offset=1 (local.get $at))) (local.get $upper)))))
        (local.set $at (i32.add (local.get $at) (local.get $side)))
        (local.set $lower (f64.convert_i32_u (i32.load8_u (local.get $at))))
        (local.set $lower
          (f64.add (local.get $lower)
            (f64.mul (local.get $across)
              (f64.sub (f64.convert_i32_u (i32.load8_u offset=1 (local.get $at))) (local.get $lower)))))
        (f32.store (local.get $pixel)
          (f32.demote_f64
            (f64.add (local.get $upper) (f64.mul (local.get $down) (f64.sub (local.get $lower) (local.get $upper))))))
        (local.set $pixel (i32.add (local.get $pixel) (i32.const 4)))
        (br_if $next (i32.lt_u (local.tee $x (i32.add (local.get $x) (i32.const 4))) (local.get $end))))
      (local.set $to (i32.add (local.get $to) (i32.const 512)))
      (br_if $nextRow (i32.lt_u (local.tee $rows (i32.add (local.get $rows) (i32.const 4))) (local.get $last)))))

  ;; Blurs the plane at $from into that at $to, rows and columns, with a kernel of five taps $step pixels apart that weigh
  ;; $outer, $near, $here, $near and $outer. Beyond the edges stand the outermost pixels. $line (a row) and $passed (a plane)
  ;; are scratch.
  (func (export "blur")
    (param $from i32) (param $to i32) (param $width i32) (param $height i32) (param $step i32)
    (param $outer f32) (param $near f32) (param $here f32) (param $line i32) (param $passed i32)
    (local $y i32) (local $x i32) (local $row i32) (local $apart i32) (local $bytes i32) (local $end i32)
    (local $first i32) (local $second i32) (local $third i32) (local $fourth i32) (local $fifth i32)
    (local $wide v128) (local $close v128) (local $centre v128)
    (local.set $wide (f32x4.splat (local.get $outer)))
    (local.set $close (f32x4.splat (local.get $near)))
    (local.set $centre (f32x4.splat (local.get $here)))
    (local.set $apart (i32.shl (local.get $step) (i32.const 2)))
    (local.set $bytes (i32.shl (local.get $width) (i32.const 2)))
    (block $passedRows
      (loop $nextRow
        (br_if $passedRows (i32.ge_u (local.get $y) (local.get $height)))
        (local.set $row (i32.add (local.get $from) (i32.shl (local.get $y) (i32.const 9))))
        (local.set $third (i32.add (local.get $line) (i32.shl (local.get $apart) (i32.const 1))))
        (call $fill (local.get $line) (local.get $third) (f32.load (local.get $row)))
        (memory.copy (local.get $third) (local.get $row) (local.get $bytes))
        (local.set $end (i32.add (local.get $third) (local.get $bytes)))
        (call $fill (local.get $end) (i32.add (local.get $end) (i32.shl (local.get $apart) (i32.const 1)))
          (f32.load (i32.sub (local.get $end) (i32.const 4))))
        (local.set $row (i32.add (local.get $passed) (i32.shl (local.get $y) (i32.const 9))))
        (local.set $x (local.get $line))
        (local.set $end (i32.add (local.get $x) (local.get $bytes)))
        (block $passedRow
          (loop $next
            (br_if $passedRow (i32.ge_u (local.get $x) (local.get $end)))
            (v128.store (local.get $row)
              (f32x4.add
                (f32x4.add
                  (f32x4.mul (local.get $wide)
                    (f32x4.add (v128.load (local.get $x))
                      (v128.load (i32.add (local.get $x) (i32.shl (local.get $apart) (i32.const 2))))))
                  (f32x4.mul (local.get $close)
                    (f32x4.add (v128.load (i32.add (local.get $x) (local.get $apart)))
                      (v128.load (i32.add (local.get $x) (i32.mul (local.get $apart) (i32.const 3)))))))
                (f32x4.mul (local.get $centre)
                  (v128.load (i32.add (local.get $x) (i32.shl (local.get $apart) (i32.const 1)))))))
            (local.set $x (i32.add (local.get $x) (i32.const 16)))
            (local.set $row (i32.add (local.get $row) (i32.const 16)))
            (br $next)))
        (local.set $y (i32.add (local.get $y) (i32.const 1)))
        (br $nextRow)))
    (local.set $y (i32.const 0))
    (block $passedColumns
      (loop $nextRow
        (br_if $passedColumns (i32.ge_u (local.get $y) (local.get $height)))
        (local.set $first (call $row (local.get $passed) (i32.sub (local.get $y) (i32.shl (local.get $step) (i32.const 1))) (local.get $height)))
        (local.set $second (call $row (local.get $passed) (i32.sub (local.get $y) (local.get $step)) (local.get $height)))
        (local.set $third (call $row (local.get $passed) (local.get $y) (local.get $height)))
        (local.set $fourth (call $row (local.get $passed) (i32.add (local.get $y) (local.get $step)) (local.get $height)))
        (local.set $fifth (call $row (local.get $passed) (i32.add (local.get $y) (i32.shl (local.get $step) (i32.const 1))) (local.get $height)))
        (local.set $row (i32.add (local.get $to) (i32.shl (local.get $y) (i32.const 9))))
        (local.set $x (i32.const 0))
        (block $passedRow
          (loop $next
            (br_if $passedRow (i32.ge_u (local.get $x) (local.get $bytes)))
            (v128.store (i32.add (local.get $row) (local.get $x))
              (f32x4.add
                (f32x4.add
                  (f32x4.mul (local.get $wide)
                    (f32x4.add (v128.load (i32.add (local.get $first) (local.get $x)))
                      (v128.load (i32.add (local.get $fifth) (local.get $x)))))
                  (f32x4.mul (local.get $close)
                    (f32x4.add (v128.load (i32.add (local.get $second) (local.get $x)))
                      (v128.load (i32.add (local.get $fourth) (local.get $x))))))
                (f32x4.mul (local.get $centre) (v128.load (i32.add (local.get $third) (local.get $x))))))
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

  ;; Where the $count points (a multiple of 8) of the table at $points lie in a plane once they are moved to $x and $y:
  ;; bytes from the beginning of the plane (u16), to $places. A table holds the columns of its points (i16), then their rows.
  ;; Points beyond the edges are moved to them.
  (func $move
    (param $points i32) (param $count i32) (param $x i32) (param $y i32) (param $width i32) (param $height i32)
    (param $places i32)
    (local $end i32) (local $bytes i32)
    (local $column v128) (local $row v128) (local $last v128) (local $lowest v128)
    (local.set $column (i16x8.splat (local.get $x)))
    (local.set $row (i16x8.splat (local.get $y)))
    (local.set $last (i16x8.splat (i32.sub (local.get $width) (i32.const 1))))
    (local.set $lowest (i16x8.splat (i32.sub (local.get $height) (i32.const 1))))
    (local.set $bytes (i32.shl (local.get $count) (i32.const 1)))
    (local.set $end (i32.add (local.get $points) (local.get $bytes)))
    (loop $next
      (v128.store (local.get $places)
        (i16x8.add
          (i16x8.shl
            (i16x8.min_s (local.get $last)
              (i16x8.max_s (v128.const i16x8 0 0 0 0 0 0 0 0)
                (i16x8.add (local.get $column) (v128.load (local.get $points)))))
            (i32.const 2))
          (i16x8.shl
            (i16x8.min_s (local.get $lowest)
              (i16x8.max_s (v128.const i16x8 0 0 0 0 0 0 0 0)
                (i16x8.add (local.get $row) (v128.load (i32.add (local.get $points) (local.get $bytes))))))
            (i32.const 9))))
      (local.set $places (i32.add (local.get $places) (i32.const 16)))
      (br_if $next
        (i32.lt_u (local.tee $points (i32.add (local.get $points) (i32.const 16))) (local.get $end)))))

  ;; Sums of the pixels at the first $count of $room points (see $move), each times its column and times its row of the
  ;; table at $weights: two f64, to $out. $places is scratch.
  (func (export "centroid")
    (param $plane i32) (param $points i32) (param $weights i32) (param $room i32) (param $count i32)
    (param $x i32) (param $y i32) (param $width i32) (param $height i32) (param $places i32) (param $out i32)
    (local $value f64) (local $across f64) (local $down f64) (local $end i32)
    (call $move (local.get $points) (local.get $room) (local.get $x) (local.get $y) (local.get $width) (local.get $height)
      (local.get $places))
    (local.set $end (i32.add (local.get $places) (i32.shl (local.get $count) (i32.const 1))))
    (local.set $room (i32.shl (local.get $room) (i32.const 1)))
    (loop $next
      (local.set $value
        (f64.promote_f32 (f32.load (i32.add (local.get $plane) (i32.load16_u (local.get $places))))))
      (local.set $across
        (f64.add (local.get $across)
          (f64.mul (f64.convert_i32_s (i32.load16_s (local.get $weights))) (local.get $value))))
      (local.set $down
        (f64.add (local.get $down)
          (f64.mul (f64.convert_i32_s (i32.load16_s (i32.add (local.get $weights) (local.get $room))))
            (local.get $value))))
      (local.set $weights (i32.add (local.get $weights) (i32.const 2)))
      (br_if $next
        (i32.lt_u (local.tee $places (i32.add (local.get $places) (i32.const 2))) (local.get $end))))
    (f64.store (local.get $out) (local.get $across))
    (f64.store offset=8 (local.get $out) (local.get $down)))

  ;; Which of two points is darker: a bit for each pair of the table's $count points (see $move), the lowest first, to $out.
  ;; $places is scratch.
  (func (export "describe")
    (param $plane i32) (param $points i32) (param $count i32)
    (param $x i32) (param $y i32) (param $width i32) (param $height i32) (param $places i32) (param $out i32)
    (local $pair i32) (local $bits i32) (local $end i32) (local $last i32)
    (call $move (local.get $points) (local.get $count) (local.get $x) (local.get $y) (local.get $width) (local.get $height)
      (local.get $places))
    (local.set $last (i32.add (local.get $places) (i32.shl (local.get $count) (i32.const 1))))
    (loop $nextWord
      (local.set $end (i32.add (local.get $places) (i32.const 128)))
      (loop $next
        (local.set $pair (i32.load (local.get $places)))
        (local.set $bits
          (i32.or
            (i32.shr_u (local.get $bits) (i32.const 1))
            (i32.shl
              (f32.lt
                (f32.load (i32.add (local.get $plane) (i32.and (local.get $pair) (i32.const 0xffff))))
                (f32.load (i32.add (local.get $plane) (i32.shr_u (local.get $pair) (i32.const 16)))))
              (i32.const 31))))
        (br_if $next
          (i32.lt_u (local.tee $places (i32.add (local.get $places) (i32.const 4))) (local.get $end))))
      (i32.store (local.get $out) (local.get $bits))
      (local.set $out (i32.add (local.get $out) (i32.const 4)))
      (br_if $nextWord (i32.lt_u (local.get $places) (local.get $last)))))

  ;; Pixels of the plane at $here, $margin away from its edges, that lie above all their 26 neighbours there, in $finer
  ;; and in $coarser and are $faintest at least, or below all of them and at most -$faintest: their numbers (i32, rows
  ;; first; up to three of a row beyond the margin) go to $out. Returns how many there are.
  (func (export "extrema")
    (param $finer i32) (param $here i32) (param $coarser i32) (param $width i32) (param $height i32)
    (param $margin i32) (param $faintest f32) (param $out i32) (result i32)
    (local $y i32) (local $at i32) (local $end i32) (local $found i32) (local $lane i32) (local $mask i32)
    (local $to_finer i32) (local $to_coarser i32)
    (local $value v128) (local $high v128) (local $low v128) (local $bar v128)
    (local $left v128) (local $right v128) (local $above v128) (local $below v128)
    (local $before v128) (local $behind v128)
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
            ;; Its six nearest neighbours and what is faint settle nearly all.
            (local.set $left (v128.load (i32.sub (local.get $at) (i32.const 4))))
            (local.set $right (v128.load offset=4 (local.get $at)))
            (local.set $above (v128.load (i32.sub (local.get $at) (i32.const 512))))
            (local.set $below (v128.load offset=512 (local.get $at)))
            (local.set $before (v128.load (i32.add (local.get $at) (local.get $to_finer))))
            (local.set $behind (v128.load (i32.add (local.get $at) (local.get $to_coarser))))
            (local.set $high
              (f32x4.pmax (f32x4.pmax (local.get $before) (local.get $behind))
                (f32x4.pmax (f32x4.pmax (local.get $left) (local.get $right))
                  (f32x4.pmax (local.get $above) (local.get $below)))))
            (local.set $low
              (f32x4.pmin (f32x4.pmin (local.get $before) (local.get $behind))
                (f32x4.pmin (f32x4.pmin (local.get $left) (local.get $right))
                  (f32x4.pmin (local.get $above) (local.get $below)))))
            (br_if $next
              (i32.eqz
                (v128.any_true
                  (v128.or
                    (v128.and
                      (f32x4.gt (local.get $value) (local.get $high))
                      (f32x4.ge (local.get $value) (local.get $bar)))
                    (v128.and
                      (f32x4.lt (local.get $value) (local.get $low))
                      (f32x4.le (local.get $value) (f32x4.neg (local.get $bar))))))))
            (local.set $high
              (f32x4.pmax
                (f32x4.pmax (local.get $high)
                  (f32x4.pmax
                    (call $highest (i32.sub (local.get $at) (i32.const 512)))
                    (call $highest (i32.add (local.get $at) (i32.const 512)))))
                (f32x4.pmax
                  (call $highest3 (i32.add (local.get $at) (local.get $to_finer)))
                  (call $highest3 (i32.add (local.get $at) (local.get $to_coarser))))))
            (local.set $low
              (f32x4.pmin
                (f32x4.pmin (local.get $low)
                  (f32x4.pmin
                    (call $lowest (i32.sub (local.get $at) (i32.const 512)))
                    (call $lowest (i32.add (local.get $at) (i32.const 512)))))
                (f32x4.pmin
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
    (f32x4.pmax (v128.load (local.get $at))
      (f32x4.pmax (v128.load (i32.sub (local.get $at) (i32.const 4))) (v128.load offset=4 (local.get $at)))))

  (func $lowest (param $at i32) (result v128)
    (f32x4.pmin (v128.load (local.get $at))
      (f32x4.pmin (v128.load (i32.sub (local.get $at) (i32.const 4))) (v128.load offset=4 (local.get $at)))))

  (func $highest3 (param $at i32) (result v128)
    (f32x4.pmax (call $highest (local.get $at))
      (f32x4.pmax
        (call $highest (i32.sub (local.get $at) (i32.const 512)))
        (call $highest (i32.add (local.get $at) (i32.const 512))))))

  (func $lowest3 (param $at i32) (result v128)
    (f32x4.pmin (call $lowest (local.get $at))
      (f32x4.pmin
        (call $lowest (i32.sub (local.get $at) (i32.const 512)))
        (call $lowest (i32.add (local.get $at) (i32.const 512)))))))
