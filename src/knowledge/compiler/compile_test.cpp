// The compiler takes src/knowledge/testdata/good (with the project's registry) and refuses each of
// many ways to spoil one file of it, with the place and the words of the complaint.
#include "knowledge/compiler/compile.hpp"

#include <gtest/gtest.h>

#include <map>
#include <ostream>
#include <sstream>
#include <utility>

#include "knowledge/compiler/cpp_text.hpp"
#include "knowledge/compiler/source_tree.hpp"

namespace tlswhy::knowledge::compiler {
namespace {

SourceTree good_tree() {
  SourceTree tree = read_source_tree("src/knowledge/testdata/good").value();
  const SourceTree registry = read_source_tree("knowledge/registry").value();
  for (const auto& [path, text] : registry) tree["registry/" + path] = text;
  return tree;
}

TEST(Compile, TakesWhatIsInOrder) {
  Problems problems;
  const GeneratedFiles files = compile(good_tree(), problems);
  EXPECT_EQ(joined(problems.lines("knowledge"), "\n"), "");
  for (const auto& [kind, values] :
       {std::pair{"languages", "enum class Language : std::uint8_t {\n  en,\n  ko,\n};"},
        {"causes", "  c_3des_rc4_only,\n  weak_dh_group,\n"},
        {"sentences", "  fact_server_chose,\n  report_verdict,\n"}}) {
    const std::string path = std::string("knowledge/ids/") + kind + ".hpp";
    ASSERT_TRUE(files.contains(path)) << path;
    EXPECT_NE(files.at(path).find(values), std::string::npos) << path;
  }
}

TEST(Compile, LetsAClientInheritAllButWhatSetsItApart) {
  Problems problems;
  const GeneratedFiles files = compile(good_tree(), problems);
  const std::string& clients = files.at("clients.cpp");
  const std::size_t begin = clients.find("{ClientId::java_8u60");
  ASSERT_NE(begin, std::string::npos);
  const std::string row = clients.substr(begin, clients.find('\n', begin) - begin);
  for (const char* kept : {"StackId::java_8", "ServerNameRule::dotted_names", "1024"}) {
    EXPECT_NE(row.find(kept), std::string::npos) << kept;
  }
  EXPECT_NE(row.find("Basis::know"), std::string::npos);
  EXPECT_EQ(row.find(", true}"), std::string::npos) << "typical is not inherited";
}

TEST(Compile, FallsBackToEnglish) {
  Problems problems;
  const GeneratedFiles files = compile(good_tree(), problems);
  EXPECT_NE(files.at("sentences.cpp").find("{\"VERDICT\"sv, \"VERDICT\"sv}"), std::string::npos);
  EXPECT_NE(files.at("sentences.cpp").find("{\"server chose {suite}\"sv, \"서버"),
            std::string::npos);
}

TEST(Compile, TakesACommandFromTheEnglishSteps) {
  SourceTree tree = good_tree();
  tree["recipes/nginx.ko.toml"] =
      "[prefer-ecdhe]\nsteps = [\"예: server { ssl_ciphers {suite_list}; }\", \"=\"]";
  Problems problems;
  const std::string products = compile(tree, problems).at("products.cpp");
  EXPECT_NE(products.find("{\"예: server { ssl_ciphers {suite_list}; }\"sv, \"nginx -t && "
                          "systemctl reload nginx\"sv}"),
            std::string::npos);
}

TEST(Compile, ListsWhatIsNotTranslated) {
  Problems problems;
  const std::string list = compile(good_tree(), problems).at("untranslated.txt");
  EXPECT_TRUE(list.starts_with("ko sentence report.verdict\nko cause 3des-rc4-only\n")) << list;
  EXPECT_NE(list.find("zh-Hant sentence fact.server_chose\n"), std::string::npos);
  EXPECT_NE(list.find("zh-Hant recipe nginx prefer-ecdhe\n"), std::string::npos);
  EXPECT_EQ(list.find("ko cause weak-dh-group"), std::string::npos);
}

// How many texts may be English for readers of another language. These numbers only fall: a text
// that is new in English is translated in the same change.
constexpr std::pair<const char*, int> untranslated_at_most[] = {{"ko", 0}, {"zh-Hant", 0}};

TEST(Knowledge, IsTranslated) {
  Problems problems;
  const auto files = compile(read_source_tree("knowledge").value(), problems);
  ASSERT_TRUE(files.contains("untranslated.txt")) << joined(problems.lines("knowledge"), "\n");
  std::istringstream lines(files.at("untranslated.txt"));
  std::map<std::string, std::pair<int, std::string>> found;
  for (std::string line; std::getline(lines, line);) {
    auto& [count, places] = found[line.substr(0, line.find(' '))];
    ++count;
    places += line + '\n';
  }
  for (const auto& [language, most] : untranslated_at_most)
    EXPECT_LE(found[language].first, most) << found[language].second;
}

TEST(Compile, KeepsTheOrderOfTheRanking) {
  Problems problems;
  const std::string ranks = compile(good_tree(), problems).at("knowledge/ranks.hpp");
  constexpr const char* row = "inline constexpr knowledge::";
  for (const char* text :
       {"Rank refused_hello_3des_rc4_only{knowledge::CauseId::c_3des_rc4_only, {0}};",
        "Rank flight_weak_dh_group{knowledge::CauseId::weak_dh_group, {1}};",
        "Place flight_any_played{2};",
        "Rank flight_weak_dh_group_unseen{knowledge::CauseId::weak_dh_group, {3}};"})
    EXPECT_NE(ranks.find(row + std::string(text)), std::string::npos) << text;
}

TEST(Compile, TakesAFolderThatHoldsOnlyTheRegistry) {
  SourceTree tree = good_tree();
  std::erase_if(tree, [](const auto& file) { return !file.first.starts_with("registry/"); });
  Problems problems;
  const GeneratedFiles files = compile(tree, problems);
  EXPECT_TRUE(problems.empty());
  EXPECT_NE(files.at("causes.cpp").find("tables::causes{};"), std::string::npos);
}

struct Spoiled {
  const char* name;
  const char* file;
  const char* from;       // "": the whole file, which need not exist
  const char* to;         // null: the file is removed
  const char* complaint;  // begins with the line, in `file`
};
std::ostream& operator<<(std::ostream& out, const Spoiled& spoiled) { return out << spoiled.name; }
std::string name_of(const testing::TestParamInfo<Spoiled>& info) { return info.param.name; }

void spoil(SourceTree& tree, const Spoiled& spoiled) {
  if (spoiled.to == nullptr) {
    ASSERT_EQ(tree.erase(spoiled.file), 1U);
    return;
  }
  std::string& text = tree[spoiled.file];
  const std::string from = spoiled.from;
  const std::size_t at = text.find(from);
  ASSERT_NE(at, std::string::npos) << from;
  text.replace(at, from.empty() ? text.size() : from.size(), spoiled.to);
}

class Refuses : public testing::TestWithParam<Spoiled> {};

TEST_P(Refuses, WithPlaceAndReason) {
  SourceTree tree = good_tree();
  spoil(tree, GetParam());
  Problems problems;
  EXPECT_TRUE(compile(tree, problems).empty());
  EXPECT_EQ(joined(problems.lines("knowledge"), "\n"),
            std::string("knowledge/") + GetParam().file + ":" + GetParam().complaint);
}

constexpr Spoiled layout_faults[] = {
    {"StrayFile", "causes/weak-dh-group/notes.toml", "", "x = 1",
     "1:1: the schema has no such file"},
    {"StrayFolder", "clauses/a/cause.toml", "", "x = 1", "1:1: the schema has no such file"},
    {"UnknownLanguage", "changes.kr.toml", "", "",
     "1:1: unknown language \"kr\" (nearest known word: ko)"},
    {"IdWithCapital", "recipes/Nginx.toml", "", "title = \"x\"",
     "1:1: an id holds only a-z, 0-9, '-' and '.'"},
    {"NoToml", "changes.toml", "where = \"server\"", "where = \"server",
     "2:16: Error while parsing string: unescaped control characters other than TAB (U+0009) are "
     "explicitly prohibited"},
    {"NoUtf8", "changes.en.toml", "put ECDHE", "put \xff",
     "2:13: Encountered invalid utf-8 sequence"},
};
constexpr Spoiled cause_faults[] = {
    {"MissingKey", "causes/weak-dh-group/cause.toml", "refuser = \"client\"\n", "",
     "1:1: missing key \"refuser\""},
    {"UnknownKey", "causes/weak-dh-group/cause.toml", "rfc = [", "rcf = [",
     "5:1: unknown key \"rcf\" (nearest known word: rfc)"},
    {"UnknownGroup", "causes/weak-dh-group/cause.toml", "key-exchange", "key-exchang",
     "1:9: unknown group \"key-exchang\" (nearest known word: key-exchange)"},
    {"UnknownRefuser", "causes/weak-dh-group/cause.toml", "\"client\"", "\"clinet\"",
     "2:11: unknown refuser \"clinet\" (nearest known word: client)"},
    {"RefuserIsNoText", "causes/weak-dh-group/cause.toml", "\"client\"", "1",
     "2:11: \"refuser\" must be a text"},
    {"UnknownBasis", "causes/weak-dh-group/cause.toml", "\"lab\"", "\"labs\"",
     "3:10: unknown basis \"labs\" (nearest known word: lab)"},
    {"MissingSource", "causes/weak-dh-group/cause.toml", "source = [\"RFC 7919 section 3\"]\n", "",
     "1:1: missing key \"source\""},
    {"EmptySource", "causes/weak-dh-group/cause.toml", "[\"RFC 7919 section 3\"]", "[]",
     "4:10: \"source\" needs at least one entry"},
    {"SourceIsNoList", "causes/weak-dh-group/cause.toml", "[\"RFC 7919 section 3\"]",
     "\"RFC 7919\"", "4:10: a list of texts is expected here"},
    {"RfcIsNoNumber", "causes/weak-dh-group/cause.toml", "[7919,", "[\"7919\",",
     "5:8: a whole number of 0 to 65535 is expected here"},
    {"UnknownParameter", "causes/weak-dh-group/cause.toml", "\"suite\"]", "\"suits\"]",
     "6:26: unknown parameter \"suits\" (nearest known word: suite)"},
    {"ParameterTwice", "causes/weak-dh-group/cause.toml", "\"suite\"]", "\"dh_bits\"]",
     "6:26: parameter \"dh_bits\" stands here twice"},
    {"UnknownLookAlike", "causes/weak-dh-group/cause.toml", "\"3des-rc4-only\"",
     "\"3des-rc4-onyl\"",
     "7:16: unknown cause \"3des-rc4-onyl\" (nearest known word: 3des-rc4-only)"},
    {"LookAlikeOfItself", "causes/weak-dh-group/cause.toml", "\"3des-rc4-only\"",
     "\"weak-dh-group\"", "7:16: a cause is no look-alike of itself"},
    {"UnknownStatement", "messages/java.toml", "dh-too-small", "dh-to-small",
     "4:1: unknown statement \"dh-to-small\" (nearest known word: dh-too-small)"},
    {"MessageTooShort", "messages/java.toml", "\"DH ServerKeyExchange",
     "\"DH\", \"DH ServerKeyExchange", "4:17: a text so short stands in too many lines"},
    {"UnknownWeight", "statements.toml", "\"reason\"", "\"reasons\"",
     "2:10: unknown weight \"reasons\" (nearest known word: reason)"},
    {"UnknownCauseOfAStatement", "statements.toml", "client = [\"weak-dh-group\"]",
     "client = [\"weak-dh-groups\"]",
     "3:11: unknown cause \"weak-dh-groups\" (nearest known word: weak-dh-group)"},
    {"UnknownChange", "causes/weak-dh-group/cause.toml", "prefer-ecdhe", "prefer-ecdh",
     "10:10: unknown change \"prefer-ecdh\" (nearest known word: prefer-ecdhe)"},
    {"UnknownPlace", "causes/weak-dh-group/cause.toml", "where = \"server\"", "where = \"srver\"",
     "11:9: unknown place \"srver\" (nearest known word: server)"},
    {"UnknownEffect", "causes/weak-dh-group/cause.toml", "\"raises\"", "\"raise\"",
     "12:12: unknown effect on security \"raise\" (nearest known word: raises)"},
    {"LoweringRemedyFirst", "causes/weak-dh-group/cause.toml", "security = \"lowers\"\n",
     "security = \"lowers\"\n[[remedy]]\nchange = \"prefer-ecdhe\"\nwhere = \"server\"\nsecurity = "
     "\"keeps\"\n",
     "18:1: a remedy that lowers security stands before this one, which does not"},
};
constexpr Spoiled text_faults[] = {
    {"NoEnglish", "causes/3des-rc4-only/text.en.toml", "", nullptr, "1:1: missing English text"},
    {"NoCause", "causes/3des-rc4-only/cause.toml", "", nullptr, "1:1: missing file"},
    {"MissingText", "causes/weak-dh-group/text.en.toml", "never = \"\"\n", "",
     "1:1: missing key \"never\""},
    {"EmptyText", "causes/weak-dh-group/text.en.toml",
     "\"A prime of {dh_bits} bits can be broken.\"", "\"\"",
     "3:11: \"explain\" must not be empty\nknowledge/causes/weak-dh-group/text.ko.toml:3:11: "
     "placeholders {dh_bits} differ from the English {}"},
    {"CapitalTitle", "causes/weak-dh-group/text.en.toml", "\"the server", "\"The server",
     "1:9: a title starts in lower case"},
    {"FullStopTitle", "causes/weak-dh-group/text.en.toml", "too small\"", "too small.\"",
     "1:9: a title has no full stop"},
    {"LongTitle", "causes/weak-dh-group/text.en.toml", "too small\"",
     "too small for a client that wants two thousand bits\"",
     "1:9: a title of 88 characters; at most 72 fit"},
    {"PlaceholderInTitle", "causes/weak-dh-group/text.en.toml", "too small\"",
     "too small: {dh_bits}\"", "1:9: a title has no placeholder"},
    {"TwoSentences", "causes/weak-dh-group/text.en.toml", "bits.\"", "bits. It is weak.\"",
     "2:11: one sentence that ends with a full stop is expected here"},
    {"NoFullStop", "causes/weak-dh-group/text.en.toml", "bits.\"", "bits\"",
     "2:11: one sentence that ends with a full stop is expected here"},
    {"ForbiddenWord", "causes/weak-dh-group/text.en.toml", "Look at", "Illegal: look at",
     "4:11: the word \"illegal\" blames; say what is wrong"},
    {"TwoLines", "causes/weak-dh-group/text.en.toml", "Look at", "Look\\nat",
     "4:11: a sentence must stand in one line, without control characters"},
    {"UndeclaredPlaceholder", "causes/weak-dh-group/text.en.toml", "\"Look at the",
     "\"Look at {server}, the",
     "4:11: unknown placeholder \"server\"\nknowledge/causes/weak-dh-group/text.ko.toml:4:11: "
     "placeholders {} differ from the English {server}"},
    {"MisspeltPlaceholder", "causes/weak-dh-group/text.en.toml", "Look at", "{suit} Look at",
     "4:11: unknown placeholder \"suit\" (nearest known word: "
     "suite)\nknowledge/causes/weak-dh-group/text.ko.toml:4:11: placeholders {} differ from the "
     "English {suit}"},
    {"LooseBrace", "causes/weak-dh-group/text.en.toml", "Look at", "{ Look at",
     "4:11: a brace that belongs to no placeholder {name}"},
    {"TranslationLosesPlaceholder", "causes/weak-dh-group/text.ko.toml", "{dh_bits}", "",
     "3:11: placeholders {} differ from the English {dh_bits}"},
    {"UnknownKeyInText", "causes/weak-dh-group/text.en.toml", "never =", "newer =",
     "1:1: missing key \"never\"\nknowledge/causes/weak-dh-group/text.en.toml:5:1: unknown key "
     "\"newer\" (nearest known word: never)"},
};
constexpr Spoiled change_faults[] = {
    {"UnknownProduct", "changes.toml", "\"nginx\"", "\"ngnix\"",
     "4:13: unknown product \"ngnix\" (nearest known word: nginx)"},
    {"ProductWithoutRecipe", "changes.toml", "products = []", "products = [\"nginx\"]",
     "9:13: recipes/nginx.toml has no recipe for \"allow-small-dh\""},
    {"NoProducts", "changes.toml", "products = []\n", "", "6:1: missing key \"products\""},
    {"NoTitle", "changes.en.toml", "[allow-small-dh]\ntitle = \"accept a smaller group\"\n", "",
     "1:1: missing English title of change \"allow-small-dh\""},
    {"TitleOfNothing", "changes.en.toml", "[allow-small-dh]", "[allow-small]",
     "1:1: missing English title of change \"allow-small-dh\"\nknowledge/changes.en.toml:4:2: "
     "unknown change \"allow-small\" (nearest known word: allow-small-dh)"},
    {"RecipeOfNoChange", "recipes/nginx.toml", "source = [\"nginx",
     "source = [\"x\"]\n[prefer-ecdh]\nsource = [\"nginx",
     "5:2: unknown change \"prefer-ecdh\" (nearest known word: prefer-ecdhe)"},
    {"RecipeWithoutSource", "recipes/nginx.toml",
     "source = [\"nginx documentation: ngx_http_ssl_module\"]", "", "3:1: missing key \"source\""},
    {"NoProductTitle", "recipes/nginx.toml", "title = \"nginx\"", "", "1:1: missing key \"title\""},
    {"NoSteps", "recipes/nginx.en.toml", "", nullptr,
     "1:1: missing English steps of \"prefer-ecdhe\""},
    {"UnknownStepPlaceholder", "recipes/nginx.en.toml", "{suite_list}", "{suites_list}",
     "2:10: unknown placeholder \"suites_list\" (nearest known word: suite_list)"},
    {"LongStep", "recipes/nginx.en.toml", "nginx -t",
     "nginx "
     "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
     "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
     "xxxx",
     "2:50: a step of 222 characters; at most 200 fit"},
    {"StepsOfNoRecipe", "recipes/nginx.en.toml", "steps", "steps = [\"x\"]\n[prefer]\nsteps",
     "3:2: unknown recipe \"prefer\""},
    {"StepMissingInTranslation", "recipes/nginx.ko.toml", "",
     "[prefer-ecdhe]\nsteps = [\"{suite_list}\"]", "1:1: 1 steps, and 2 in English"},
    {"TranslatedStepLosesPlaceholder", "recipes/nginx.ko.toml", "",
     "[prefer-ecdhe]\nsteps = [\"x\", \"=\"]",
     "1:2: placeholders {} differ from the English {suite_list}"},
    {"TranslationOfNoSentence", "sentences.ko.toml", "server_chose =", "server_choose =",
     "2:1: unknown sentence \"fact.server_choose\" (nearest known word: fact.server_chose)"},
};
constexpr Spoiled stack_faults[] = {
    {"UnknownFamily", "stacks/java-8.toml", "\"jsse\"", "\"jssee\"",
     "1:10: unknown family \"jssee\" (nearest known word: jsse)"},
    {"UnknownSuite", "stacks/java-8.toml", "[\"TLS_AES_128_GCM_SHA256\"]",
     "[\"TLS_AES_128_GCM_SHA255\"]",
     "6:16: unknown cipher suite \"TLS_AES_128_GCM_SHA255\" (nearest known word: "
     "TLS_AES_128_GCM_SHA256)"},
    {"UnknownFirstSuite", "stacks/java-8.toml", "suites_begin = [\"TLS_AES_128_GCM_SHA256\"]",
     "suites_begin = [\"TLS_AES_128_GCM_SHA25\"]",
     "7:17: unknown cipher suite \"TLS_AES_128_GCM_SHA25\" (nearest known word: "
     "TLS_AES_128_GCM_SHA256)"},
    {"InheritsFromNobody", "stacks/java-8.toml", "family = \"jsse\"",
     "family = \"jsse\"\ninherits = \"java-7\"",
     "2:12: unknown stack \"java-7\" (nearest known word: java-8)"},
    {"InheritsFromItself", "stacks/java-8.toml", "family = \"jsse\"",
     "family = \"jsse\"\ninherits = \"java-8\"", "1:1: inherits from itself"},
    {"UnknownScheme", "stacks/java-8.toml", "\"ed25519\"", "\"ed2551\"",
     "8:17: unknown signature scheme \"ed2551\" (nearest known word: ed25519)"},
    {"UnknownExtension", "stacks/java-8.toml", "65281]", "65282]", "5:32: unknown extension 65282"},
    {"UnknownScsvPlace", "stacks/java-8.toml", "\"last\"", "\"lst\"",
     "9:8: unknown place of the SCSV \"lst\" (nearest known word: last)"},
    {"UnknownMoment", "stacks/java-8.toml", "before-key", "bevore-key",
     "15:10: unknown moment of judging \"bevore-key-exchange\" (nearest known word: "
     "before-key-exchange)"},
    // What is judged of a path stands in [path] alone.
    {"NameCheckInPolicy", "stacks/java-8.toml",
     "verifies_md5_sha1 =", "checks_name =", "14:1: unknown key \"checks_name\""},
    {"RsaSizeInPolicy", "stacks/java-8.toml", "verifies_md5_sha1 = true", "minimum_rsa_bits = 1024",
     "14:1: unknown key \"minimum_rsa_bits\" (nearest known word: minimum_dh_bits)"},
    {"PssInPolicy", "stacks/java-8.toml", "verifies_md5_sha1 = true", "verifies_pss = true",
     "14:1: unknown key \"verifies_pss\""},
    {"NameCheckIsAWord", "clients/java-8u51.toml", "minimum_rsa_bits = 1024",
     "checks_name = \"sometimes\"", "18:15: unknown check of the name \"sometimes\""},
    {"GreaseIsNoTruth", "stacks/java-8.toml", "grease = false", "grease = 0",
     "10:10: \"grease\" must be true or false"},
    {"UnknownRule", "stacks/java-8.toml",
     "grease =", "greese =", "10:1: unknown key \"greese\" (nearest known word: grease)"},
    {"UnknownAnswer", "stacks/java-8.toml", "insufficient_security", "insuficient_security",
     "18:18: unknown answer \"insuficient_security\" (nearest known word: insufficient_security)"},
    {"NoAnswer", "stacks/java-8.toml", "[\"accepts\"]", "[]", "19:1: an answer is missing here"},
    {"AnswerToNothing", "stacks/java-8.toml", "weak-dh-group", "weak-dh-groups",
     "18:1: unknown cause \"weak-dh-groups\" (nearest known word: weak-dh-group)"},
    {"StackWithoutTitle", "stacks/stacks.en.toml", "\"Java 8\"", "\"\"",
     "2:9: a title must not be empty"},
};
constexpr Spoiled client_faults[] = {
    {"UnknownClientKey", "clients/java-8u51.toml", "server_name =", "servername =",
     "12:1: unknown key \"servername\" (nearest known word: server_name)"},
    {"UnknownOfferedSuite", "clients/java-8u51.toml", "\"TLS_RSA_WITH_AES_128_CBC_SHA\"",
     "\"TLS_RSA_WITH_AES_128_CBC_SH\"",
     "9:18: unknown cipher suite \"TLS_RSA_WITH_AES_128_CBC_SH\" (nearest known word: "
     "TLS_RSA_WITH_AES_128_CBC_SHA)"},
    {"UnknownOfferedGroup", "clients/java-8u51.toml", "X25519MLKEM768", "X25519MLKEM786",
     "10:21: unknown named group \"X25519MLKEM786\" (nearest known word: X25519MLKEM768)"},
    {"UnknownVersion", "clients/java-8u51.toml", "\"TLSv1.1\"", "\"TLSv1.4\"",
     "8:24: unknown version \"TLSv1.4\" (nearest known word: TLSv1.1)"},
    {"UnknownNameRule", "clients/java-8u51.toml", "dotted-names", "dotted-name",
     "12:15: unknown rule of server_name \"dotted-name\" (nearest known word: dotted-names)"},
    {"UnknownAnchorRule", "clients/java-8u51.toml", "any-trusted", "any-trust",
     "17:11: unknown rule of anchors \"any-trust\" (nearest known word: any-trusted)"},
    {"NoSource", "clients/java-8u60.toml", "source = [\"release notes\"]\n", "",
     "1:1: missing key \"source\""},
    {"NoBasis", "clients/java-8u60.toml", "basis = \"know\"\n", "", "1:1: missing key \"basis\""},
    {"ClientOfUnknownStack", "clients/java-8u51.toml", "stack = \"java-8\"", "stack = \"java-9\"",
     "1:9: unknown stack \"java-9\" (nearest known word: java-8)"},
    {"NeitherStackNorParent", "clients/java-8u51.toml", "stack = \"java-8\"\n", "",
     "1:1: missing key \"stack\""},
    {"UnknownParent", "clients/java-8u60.toml", "\"java-8u51\"", "\"java-8u52\"",
     "1:1: missing key \"stack\"\n"
     "knowledge/clients/java-8u60.toml:1:1: [hello] versions is neither given nor inherited\n"
     "knowledge/clients/java-8u60.toml:1:1: [hello] cipher_suites is neither given nor inherited\n"
     "knowledge/clients/java-8u60.toml:1:12: unknown client \"java-8u52\" (nearest known word: "
     "java-8u51)\n"
     "knowledge/clients/java-8u60.toml:8:1: \"hello.versions\" is no rule that this profile has; "
     "what lies outside of it is one of installation, program, release, trust"},
    {"ClientInheritsFromItself", "clients/java-8u51.toml", "stack = \"java-8\"",
     "stack = \"java-8\"\ninherits = \"java-8u60\"", "1:1: inherits from itself"},
    {"NothingOffered", "clients/java-8u51.toml",
     "[\"TLS_RSA_WITH_AES_128_CBC_SHA\", \"TLS_RSA_WITH_AES_256_CBC_SHA\"]", "[]",
     "1:1: [hello] cipher_suites is neither given nor inherited\n"
     "knowledge/clients/java-8u60.toml:1:1: [hello] cipher_suites is neither given nor inherited"},
    {"EmptyMessage", "clients/java-8u51.toml", "\"Could not generate DH keypair\"", "\"\"",
     "21:17: a text that is not empty is expected here"},
    {"MessageOnNothing", "clients/java-8u51.toml", "weak-dh-group", "weak-dh-groop",
     "21:1: unknown cause \"weak-dh-groop\" (nearest known word: weak-dh-group)"},
    {"AssumptionUnderNoRule", "clients/java-8u60.toml", "release = \"nothing", "nobody = \"nothing",
     "7:1: \"nobody\" is no rule that this profile has; what lies outside of it is one of "
     "installation, program, release, trust"},
    {"AssumptionUnderARuleThatIsNotThere", "clients/java-8u60.toml", "hello.versions",
     "path.curves",
     "8:1: \"path.curves\" is no rule that this profile has; what lies outside of it is one of "
     "installation, program, release, trust"},
    {"AssumptionWithoutARule", "clients/java-8u60.toml", "release = \"8u60\"",
     "assumptions = [\"x\"]",
     "4:16: an assumption stands in [assumed], under the rule that it is about"},
    {"NewRuleInAnOldRelease", "clients/java-8u60.toml", "\"8u60\"", "\"8u45\"",
     "1:1: \"path.verifies\" is inherited and holds since 8u51 only: say what holds in "
     "8u45"},
    {"SinceNoRelease", "clients/java-8u51.toml", "= \"8u51\"", "= \"always\"",
     "25:19: a release is expected here, as \"3.0\" or \"8u261\""},
    {"SinceOfWhatIsNotGiven", "clients/java-8u51.toml",
     "\"path.verifies\" =", "\"path.curves\" =", "25:1: \"path.curves\" is not given here"},
    {"ClientWithoutTitle", "clients/clients.en.toml", "[\"java-8u60\"]\ntitle = \"Java 8u60\"\n",
     "", "1:1: missing English title of client \"java-8u60\""},
};
constexpr Spoiled sentence_faults[] = {
    {"LooseBraceInSentence", "sentences.en.toml", "VERDICT", "{VERDICT}",
     "2:11: a brace that belongs to no placeholder {name}"},
    {"CountBeforeAWord", "sentences.en.toml", "VERDICT", "{count} suites",
     "2:11: \"{count}\" in front of a word: say it as {count|one thing|{count} things}"},
    {"LooseBraceInAForm", "sentences.en.toml", "VERDICT", "{count|one|{Count} suites}",
     "2:11: a brace that belongs to no placeholder {name}"},
    {"ParticleInEnglish", "sentences.en.toml", "{suite}", "{suite|을를}",
     "5:16: particles follow words in Korean alone"},
    {"UnknownParticle", "sentences.ko.toml", "{suite}", "{suite|을을}",
     "2:16: unknown particle \"을을\" (nearest known word: 을를)"},
    {"NotFlat", "sentences.en.toml",
     "verdict =", "verdict.long =", "2:1: a text that is not empty is expected here"},
    {"SentenceOutsideArea", "sentences.en.toml", "[report]\n", "",
     "1:11: a table is expected here"},
    {"PlaceholdersDiffer", "sentences.ko.toml", "{suite}", "{suit}",
     "2:16: placeholders {suit} differ from the English {suite}"},
    {"SentenceWithoutEnglish", "sentences.ko.toml", "server_chose", "server_chos",
     "2:1: unknown sentence \"fact.server_chos\" (nearest known word: fact.server_chose)"},
};
constexpr Spoiled ranking_faults[] = {
    {"RankOfNothing", "ranking.toml", "weak-dh-group", "weak-dh-groop",
     "5:1: unknown cause \"weak-dh-groop\" (nearest known word: weak-dh-group)"},
    {"RankWithoutReason", "ranking.toml", "\"nothing of it shows\"", "\"\"",
     "7:26: the reason for this place is expected here"},
    {"RankOutsideASection", "ranking.toml", "[refused-hello]\n", "",
     "1:17: a table is expected here"},
};
constexpr Spoiled registry_faults[] = {
    {"CodePointTwice", "registry/alerts.toml", "close_notify = 0", "close_notify = 10",
     "10:1: code point 10 is already called \"close_notify\""},
    {"NameTwice", "registry/newer-code-points.toml",
     "MLKEM512 =", "ffdhe2048 =", "10:1: \"ffdhe2048\" is already code point 256"},
    {"NoDate", "registry/alerts.toml", "date = \"2025-12\"\n", "", "1:1: missing key \"date\""},
    {"UnknownKind", "registry/unregistered.toml", "[extension]", "[extensions]",
     "9:2: unknown key \"extensions\" (nearest known word: extension)"},
    {"NoSnapshot", "registry/tls-parameters-8.csv", "", nullptr, "1:1: missing file"},
    {"NoCodePoint", "registry/tls-parameters-8.csv", "\n29,", "\n2x,",
     "30:1: \"2x\" is no code point"},
};
INSTANTIATE_TEST_SUITE_P(Layout, Refuses, testing::ValuesIn(layout_faults), name_of);
INSTANTIATE_TEST_SUITE_P(Cause, Refuses, testing::ValuesIn(cause_faults), name_of);
INSTANTIATE_TEST_SUITE_P(Text, Refuses, testing::ValuesIn(text_faults), name_of);
INSTANTIATE_TEST_SUITE_P(Change, Refuses, testing::ValuesIn(change_faults), name_of);
INSTANTIATE_TEST_SUITE_P(Stack, Refuses, testing::ValuesIn(stack_faults), name_of);
INSTANTIATE_TEST_SUITE_P(Client, Refuses, testing::ValuesIn(client_faults), name_of);
INSTANTIATE_TEST_SUITE_P(Sentence, Refuses, testing::ValuesIn(sentence_faults), name_of);
INSTANTIATE_TEST_SUITE_P(Ranking, Refuses, testing::ValuesIn(ranking_faults), name_of);
INSTANTIATE_TEST_SUITE_P(Registry, Refuses, testing::ValuesIn(registry_faults), name_of);

}  // namespace
}  // namespace tlswhy::knowledge::compiler
