/* In place of libunibreak's: for WebAssembly all output is JSON, and text is laid out for no terminal. */
#pragma once

#include <stddef.h>

typedef unsigned char utf8_t;
enum { LINEBREAK_ALLOWBREAK = 1 };

static inline void set_linebreaks_utf8(const utf8_t* text, size_t length, const char* language, char* breaks) {
  (void)text, (void)length, (void)language, (void)breaks;
  __builtin_trap();
}
