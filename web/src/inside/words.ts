// Words that only the page with the program inside has.
import { sayer } from "../words";
import words from "./words.json";

export const say_here = sayer(words);
