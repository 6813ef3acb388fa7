// `tlswhy chain.pem --as ID`: what clients would do with a chain or a server that is described.
#pragma once

#include <string>

#include "analysis/log_analysis.hpp"
#include "app/explain.hpp"
#include "base/result.hpp"
#include "report/judged_report.hpp"
#include "sources/description/server_description.hpp"

namespace tlswhy {

// stream: a capture or a text, told apart when it is read. words: an error text in place of a file.
// collected: a folder that holds no certificates, but perhaps logs.
enum class InputKind { stream, chain, chain_list, server, layout, words, collected };
// Told from the content.
InputKind kind_of_input(const std::string& path);

// The server of a described one's file, or one that sends the chain of a file or folder and is
// otherwise what its library is by default.
Result<ServerDescription> read_server(const std::string& path, const std::string& password);

// The server as that of all handshakes, or of those with the one that was asked.
void give(ServerDescription&& server, Setting& setting);

// The only clock of the program.
Timestamp now();

void print(const JudgedReport& report, const ExplainOptions& options);
// Of the contract.
int exit_code_of(const Judged& judged);

// Prints what clients would do with it; the exit code of the contract.
Result<int> judge(const std::string& path, const ExplainOptions& options);
// The same of the chain that the text `name` prints.
int judge(const ChainInLog& found, const std::string& name, const ExplainOptions& options);

}  // namespace tlswhy
