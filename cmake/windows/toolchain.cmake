# Windows on x86-64: Debian's mingw-w64 with GCC 12 and POSIX threads. Windows 10 and Server 2016 are the oldest (0x0A00).
set(CMAKE_SYSTEM_NAME Windows)
set(CMAKE_SYSTEM_PROCESSOR x86_64)
set(CMAKE_C_COMPILER x86_64-w64-mingw32-gcc-posix)
set(CMAKE_CXX_COMPILER x86_64-w64-mingw32-g++-posix)
set(CMAKE_RC_COMPILER x86_64-w64-mingw32-windres)
# Libraries are those of cmake/windows/Libraries.cmake, never those of the machine that builds.
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)

# mingw's printf in place of msvcrt's: size_t and 64 bits as C has them. -Wa,-mbig-obj: Asio's coroutines have more
# sections than an object file of the older kind can hold.
string(CONCAT CMAKE_CXX_FLAGS_INIT
       "-D_WIN32_WINNT=0x0A00 -DWIN32_LEAN_AND_MEAN -DNOMINMAX -D__USE_MINGW_ANSI_STDIO=1 "
       "-ffunction-sections -fdata-sections -Wa,-mbig-obj")
# One file, which needs nothing but the DLLs of Windows; no time of the build in it.
set(CMAKE_EXE_LINKER_FLAGS_INIT "-static -s -Wl,--gc-sections -Wl,--no-insert-timestamp -Wl,--nxcompat,--dynamicbase,--high-entropy-va")
