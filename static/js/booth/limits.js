/** How large each thing may be: refused by size before anything is computed. */

export const ELECTION = 4 * 1024 * 1024;
export const SMALL = 4 * 1024; // beside what is counted one by one

export const QUESTIONS = 200;
export const ANSWERS = 1000; // per question
export const BOXES = 2000; // per ballot, all questions together

export const FIELD_BYTES = 24; // an upper bound of what JSON adds to one number
