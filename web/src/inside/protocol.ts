// What the page and its Worker tell each other.
import type { Outcome } from "./wasi";

export interface Question { id: number; args: string[]; files: [string, File][] }
export interface Answer { id: number; progress?: number; outcome?: Outcome }  // progress: 0 to 1, of the file being read
export interface Ready { ready: boolean; why?: string }
