# WebAssembly with WASI as its system: Debian's clang 19, libc++ 19 (built without exceptions and threads), wasi-libc.
set(CMAKE_SYSTEM_NAME Generic)
set(CMAKE_SYSTEM_PROCESSOR wasm32)
set(CMAKE_C_COMPILER clang-19)
set(CMAKE_CXX_COMPILER clang++-19)
set(CMAKE_C_COMPILER_TARGET wasm32-wasi)
set(CMAKE_CXX_COMPILER_TARGET wasm32-wasi)
set(CMAKE_AR llvm-ar-19)
set(CMAKE_RANLIB llvm-ranlib-19)
set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)
# Libraries are those of cmake/wasm/Libraries.cmake, never those of the machine that builds.
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)

set(emulated "-D_WASI_EMULATED_SIGNAL -D_WASI_EMULATED_PROCESS_CLOCKS -D_WASI_EMULATED_MMAN -D_WASI_EMULATED_GETPID")
# -nostdinc++ and -nostdlibinc: this machine's own headers are none of WebAssembly's. The folder headers/ stands first:
# its <__config_site> adds to libc++'s.
string(CONCAT CMAKE_CXX_FLAGS_INIT
       "-nostdinc++ -nostdlibinc -isystem ${CMAKE_CURRENT_LIST_DIR}/headers "
       "-isystem /usr/lib/llvm-19/include/wasm32-wasi/c++/v1 -isystem /usr/include/wasm32-wasi "
       "-fno-exceptions -ffunction-sections -fdata-sections ${emulated}")
set(CMAKE_CXX_FLAGS_MINSIZEREL_INIT "-Os -DNDEBUG")
# --stack-first: a stack that overflows traps, and overwrites nothing.
string(CONCAT CMAKE_EXE_LINKER_FLAGS_INIT
       "-nostdlib++ -L/usr/lib/llvm-19/lib/wasm32-wasi -lc++ -lc++abi -lwasi-emulated-signal "
       "-lwasi-emulated-process-clocks -lwasi-emulated-mman -lwasi-emulated-getpid "
       "-Wl,--gc-sections -Wl,--strip-all -Wl,--stack-first -Wl,-z,stack-size=2097152")
