;; Compares one 256-bit hash with many. Source of the bytes in hamming.ts:
;;   npx -p wabt@1.0.39 wat2wasm src/images/hamming.wat -o hamming.wasm && base64 -w0 hamming.wasm
(module
  (memory (export "memory") 1)
  ;; Hashes lie 32 bytes apart from $at up to $end. For each within $radius of the one at $query, writes its address
  ;; and its distance (two i32) to $out and on. Returns how many there were.
  (func (export "near")
    (param $query i32) (param $at i32) (param $end i32) (param $radius i32) (param $out i32) (result i32)
    (local $low v128) (local $high v128) (local $bits v128) (local $distance i32) (local $found i32)
    (local.set $low (v128.load (local.get $query)))
    (local.set $high (v128.load offset=16 (local.get $query)))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
        (local.set $bits
          (i8x16.add
            (i8x16.popcnt (v128.xor (local.get $low) (v128.load (local.get $at))))
            (i8x16.popcnt (v128.xor (local.get $high) (v128.load offset=16 (local.get $at))))))
        (local.set $bits (i32x4.extadd_pairwise_i16x8_u (i16x8.extadd_pairwise_i8x16_u (local.get $bits))))
        (local.set $distance
          (i32.add
            (i32.add (i32x4.extract_lane 0 (local.get $bits)) (i32x4.extract_lane 1 (local.get $bits)))
            (i32.add (i32x4.extract_lane 2 (local.get $bits)) (i32x4.extract_lane 3 (local.get $bits)))))
        (if (i32.le_u (local.get $distance) (local.get $radius))
          (then
            (i32.store (local.get $out) (local.get $at))
            (i32.store offset=4 (local.get $out) (local.get $distance))
            (local.set $out (i32.add (local.get $out) (i32.const 8)))
            (local.set $found (i32.add (local.get $found) (i32.const 1)))))
        (local.set $at (i32.add (local.get $at) (i32.const 32)))
        (br $next)))
    (local.get $found)))
