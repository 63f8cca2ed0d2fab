;; Multiplies matrices of f32, tiles of four rows and eight columns at a time. Source of the bytes in multiply.ts:
;;   npx -p wabt@1.0.39 wat2wasm src/train/head/multiply.wat -o multiply.wasm && base64 -w0 multiply.wasm
;; Addresses and steps are in bytes.
(module
  (memory (export "memory") 1)

  ;; c = a * b, where a has $rows rows (a multiple of four) and $terms columns. Of a, the next row is $aRow further and the
  ;; next column $aTerm, so that a matrix can be read as its transpose. Of b and c, eight columns lie side by side: the
  ;; next row of these is $bTerm or $cRow further, and the next eight columns $bPanel or $cPanel; there are $panels of them.
  (func (export "multiply")
    (param $a i32) (param $aRow i32) (param $aTerm i32)
    (param $b i32) (param $bTerm i32) (param $bPanel i32)
    (param $c i32) (param $cRow i32) (param $cPanel i32)
    (param $rows i32) (param $terms i32) (param $panels i32)
    (local $row i32) (local $aTile i32) (local $cTile i32)
    (block $done
      (loop $nextPanel
        (br_if $done (i32.eqz (local.get $panels)))
        (local.set $panels (i32.sub (local.get $panels) (i32.const 1)))
        (local.set $row (i32.const 0))
        (local.set $aTile (local.get $a))
        (local.set $cTile (local.get $c))
        (block $passed
          (loop $nextTile
            (br_if $passed (i32.ge_u (local.get $row) (local.get $rows)))
            (call $tile
              (local.get $aTile) (local.get $aRow) (local.get $aTerm)
              (local.get $b) (local.get $bTerm)
              (local.get $cTile) (local.get $cRow)
              (local.get $terms))
            (local.set $row (i32.add (local.get $row) (i32.const 4)))
            (local.set $aTile (i32.add (local.get $aTile) (i32.shl (local.get $aRow) (i32.const 2))))
            (local.set $cTile (i32.add (local.get $cTile) (i32.shl (local.get $cRow) (i32.const 2))))
            (br $nextTile)))
        (local.set $b (i32.add (local.get $b) (local.get $bPanel)))
        (local.set $c (i32.add (local.get $c) (local.get $cPanel)))
        (br $nextPanel))))

  ;; Four rows and eight columns of the product, held in registers.
  (func $tile
    (param $a0 i32) (param $aRow i32) (param $aTerm i32) (param $b i32) (param $bTerm i32)
    (param $c i32) (param $cRow i32) (param $terms i32)
    (local $a1 i32) (local $a2 i32) (local $a3 i32) (local $x v128) (local $left v128) (local $right v128)
    (local $l0 v128) (local $l1 v128) (local $l2 v128) (local $l3 v128)
    (local $r0 v128) (local $r1 v128) (local $r2 v128) (local $r3 v128)
    (local.set $a1 (i32.add (local.get $a0) (local.get $aRow)))
    (local.set $a2 (i32.add (local.get $a1) (local.get $aRow)))
    (local.set $a3 (i32.add (local.get $a2) (local.get $aRow)))
    (block $done
      (loop $next
        (br_if $done (i32.eqz (local.get $terms)))
        (local.set $left (v128.load (local.get $b)))
        (local.set $right (v128.load offset=16 (local.get $b)))
        (local.set $x (v128.load32_splat (local.get $a0)))
        (local.set $l0 (f32x4.add (local.get $l0) (f32x4.mul (local.get $x) (local.get $left))))
        (local.set $r0 (f32x4.add (local.get $r0) (f32x4.mul (local.get $x) (local.get $right))))
        (local.set $x (v128.load32_splat (local.get $a1)))
        (local.set $l1 (f32x4.add (local.get $l1) (f32x4.mul (local.get $x) (local.get $left))))
        (local.set $r1 (f32x4.add (local.get $r1) (f32x4.mul (local.get $x) (local.get $right))))
        (local.set $x (v128.load32_splat (local.get $a2)))
        (local.set $l2 (f32x4.add (local.get $l2) (f32x4.mul (local.get $x) (local.get $left))))
        (local.set $r2 (f32x4.add (local.get $r2) (f32x4.mul (local.get $x) (local.get $right))))
        (local.set $x (v128.load32_splat (local.get $a3)))
        (local.set $l3 (f32x4.add (local.get $l3) (f32x4.mul (local.get $x) (local.get $left))))
        (local.set $r3 (f32x4.add (local.get $r3) (f32x4.mul (local.get $x) (local.get $right))))
        (local.set $a0 (i32.add (local.get $a0) (local.get $aTerm)))
        (local.set $a1 (i32.add (local.get $a1) (local.get $aTerm)))
        (local.set $a2 (i32.add (local.get $a2) (local.get $aTerm)))
        (local.set $a3 (i32.add (local.get $a3) (local.get $aTerm)))
        (local.set $b (i32.add (local.get $b) (local.get $bTerm)))
        (local.set $terms (i32.sub (local.get $terms) (i32.const 1)))
        (br $next)))
    (v128.store (local.get $c) (local.get $l0))
    (v128.store offset=16 (local.get $c) (local.get $r0))
    (local.set $c (i32.add (local.get $c) (local.get $cRow)))
    (v128.store (local.get $c) (local.get $l1))
    (v128.store offset=16 (local.get $c) (local.get $r1))
    (local.set $c (i32.add (local.get $c) (local.get $cRow)))
    (v128.store (local.get $c) (local.get $l2))
    (v128.store offset=16 (local.get $c) (local.get $r2))
    (local.set $c (i32.add (local.get $c) (local.get $cRow)))
    (v128.store (local.get $c) (local.get $l3))
    (v128.store offset=16 (local.get $c) (local.get $r3))))
