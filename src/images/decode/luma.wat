;; BT.601 luma of interleaved RGB, four pixels at a time. Source of the bytes in luma.ts:
;;   npx -p wabt@1.0.39 wat2wasm src/images/decode/luma.wat -o luma.wasm && base64 -w0 luma.wasm
(module
  (memory (export "memory") 5)

  ;; The pixels from $rgb to before $end, three bytes each, as luma to $luma: 0.299, 0.587 and 0.114 in units of 2^-16, rounded.
  ;; Up to three pixels more are read and written, and four bytes more read.
  (func (export "luma") (param $rgb i32) (param $end i32) (param $luma i32)
    (local $four v128)
    (loop $next
      (local.set $four (v128.load (local.get $rgb)))
      (local.set $four
        (i32x4.shr_u
          (i32x4.add
            (v128.const i32x4 32768 32768 32768 32768)
            (i32x4.add
              (i32x4.dot_i16x8_s
                (i8x16.swizzle (local.get $four) (v128.const i8x16 0 16 1 16 3 16 4 16 6 16 7 16 9 16 10 16))
                (v128.const i16x8 19595 19235 19595 19235 19595 19235 19595 19235))
              ;; 38470 of green is more than 16 bits with a sign hold: half of it comes with blue.
              (i32x4.dot_i16x8_s
                (i8x16.swizzle (local.get $four) (v128.const i8x16 1 16 2 16 4 16 5 16 7 16 8 16 10 16 11 16))
                (v128.const i16x8 19235 7471 19235 7471 19235 7471 19235 7471))))
          (i32.const 16)))
      (local.set $four (i16x8.narrow_i32x4_u (local.get $four) (local.get $four)))
      (v128.store32_lane 0 (local.get $luma) (i8x16.narrow_i16x8_u (local.get $four) (local.get $four)))
      (local.set $luma (i32.add (local.get $luma) (i32.const 4)))
      (br_if $next (i32.lt_u (local.tee $rgb (i32.add (local.get $rgb) (i32.const 12))) (local.get $end))))))
