/* In place of utf8proc's: for WebAssembly all output is JSON, and text is laid out for no terminal. */
#pragma once

#include <stddef.h>
#include <stdint.h>

typedef ptrdiff_t utf8proc_ssize_t;

static inline utf8proc_ssize_t utf8proc_iterate(const uint8_t* text, utf8proc_ssize_t length, int32_t* point) {
  (void)text, (void)length, (void)point;
  __builtin_trap();
}
enum {
  UTF8PROC_CATEGORY_MN = 6, UTF8PROC_CATEGORY_MC, UTF8PROC_CATEGORY_ME, UTF8PROC_CATEGORY_PS = 14, UTF8PROC_CATEGORY_PE,
  UTF8PROC_CATEGORY_PI, UTF8PROC_CATEGORY_PF
};
static inline int utf8proc_category(int32_t point) {
  (void)point;
  __builtin_trap();
}
static inline int utf8proc_charwidth(int32_t point) {
  (void)point;
  __builtin_trap();
}
