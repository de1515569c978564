// Evaluates expressions with certlogic-js, the reference implementation.
//
// Reads {"expressions": [...], "contexts": [...]} and writes, for each expression, a list with
// what it comes to over each context: [value], or [] for an error.
//
// The specification knows values only, no references: what is read from the data is copied, so
// that a list is no more identical with itself than with one of the same items.
const { createRequire } = require("node:module")
const { readFileSync } = require("node:fs")

const installed = createRequire(`${process.argv[2]}/`)
const internals = installed("certlogic-js/dist/internals")
const { evaluate } = installed("certlogic-js")

const access = internals.access
internals.access = (data, path) => structuredClone(access(data, path))

const outcome = (expression, context) => {
    try {
        return [evaluate(expression, context)]
    } catch {
        return []
    }
}

const { expressions, contexts } = JSON.parse(readFileSync(0, "utf-8"))
const outcomes = expressions.map((expression) =>
    contexts.map((context) => outcome(expression, context)))
process.stdout.write(JSON.stringify(outcomes))
