// What is known about TLS parties, compiled from the knowledge folder: the folder's front header.
#pragma once

#include "knowledge/cause.hpp"
#include "knowledge/change.hpp"
#include "knowledge/client.hpp"
#include "knowledge/language.hpp"
#include "knowledge/recipe.hpp"
#include "knowledge/sentence.hpp"
#include "knowledge/stack.hpp"
