/* In place of the program inside the page (inside_test.mjs): traps on a file whose name begins with "trap", and
 * answers with an empty document on any other. No runtime: three calls of WASI. */
#define WASI(name) __attribute__((import_module("wasi_snapshot_preview1"), import_name(#name)))

struct part {
  const char* text;
  unsigned length;
};
WASI(args_get) int args_get(char** places, char* words);
WASI(fd_write) int fd_write(int fd, const struct part* parts, unsigned count, unsigned* written);

static const char choices[] = "{\"clients\":[],\"products\":[],\"stores\":[]}\n";
static const char document[] =
    "{\"schema\":\"tlswhy/1\",\"tool\":{\"name\":\"tlswhy\",\"version\":\"0\"},\"input\":{\"kind\":\"capture\","
    "\"name\":\"other\",\"notes\":[]},\"summary\":{\"text\":\"read well\"},\"conversations\":[]}\n";
static char words[65536];
static char* places[1024];

static int begins_with(const char* word, const char* start) {
  while (*start && *word == *start) ++word, ++start;
  return !*start;
}

void _start(void) {
  args_get(places, words);
  if (begins_with(places[1], "trap")) __builtin_trap();
  const int asked = begins_with(places[1], "choices");
  const struct part part = asked ? (struct part){choices, sizeof choices - 1} : (struct part){document, sizeof document - 1};
  unsigned written;
  fd_write(1, &part, 1, &written);
}
