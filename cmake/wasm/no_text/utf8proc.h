/* In place of utf8proc's: for WebAssembly all output is JSON, and text is laid out for no terminal. */
#pragma once

#include <stddef.h>
#include <stdint.h>

typedef ptrdiff_t utf8proc_ssize_t;

static inline utf8proc_ssize_t utf8proc_iterate(const uint8_t* text, utf8proc_ssize_t length, int32_t* point) {
  (void)text, (void)length, (void)point;
  __builtin_trap();
}
static inline int utf8proc_charwidth(int32_t point) {
  (void)point;
  __builtin_trap();
}
