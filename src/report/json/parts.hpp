// Objects that several documents of the contract have (docs/json.md).
#pragma once

#include "knowledge/language.hpp"
#include "report/verdict.hpp"

namespace boost::json {
class object;
}

namespace tlswhy::json {

boost::json::object tool();  // `schema` and `tool`
boost::json::object verdict_object(const Verdict& verdict, knowledge::Language language);

}  // namespace tlswhy::json
