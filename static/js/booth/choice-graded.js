/** Grades (mentions): values are {isBlank, numbers}, a grade from 1, the best, per answer. */
import { areSameAnswers } from "./choice-ranked.js";

/** Judge the grades: each answer has one, or none has and the vote is blank. */
export function wrong({ answers }, { isBlank, numbers }) {
  const isEmpty = numbers.every((number) => number === 0);
  if (isBlank) {
    return isEmpty ? null : { key: "choose.blank-alone" };
  }
  const first = numbers.indexOf(0);
  return first < 0 ? null : { key: "grade.missing", facts: { name: answers[first] }, at: first };
}

/** Turn grades into the numbers that are sealed; a blank vote grades nobody. */
export function choiceOf(_question, { numbers }) {
  return numbers;
}

/** Say each answer with its grade, in the words of the election that was published. */
export function wordsOf({ answers, counting }, numbers, say) {
  if (numbers.every((number) => number === 0)) {
    return [say("choose.blank")];
  }
  const { grades } = counting;
  return answers.map((name, i) => say("grade.line", { name, grade: grades[numbers[i] - 1] }));
}

/** Say whether the page asks what the published election asks, grade for grade. */
export function isSame(ofPage, ofElection) {
  const grades = ofElection.counting?.grades;
  const sameGrades = Array.isArray(grades) && grades.length === ofPage.grades?.length;
  return areSameAnswers(ofPage, ofElection) && sameGrades;
}
