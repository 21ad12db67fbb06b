// Lints the pages' modules and their tests: node src/test/js/lint.mjs
//
// ESLint in one file, as it is made for browsers: one package instead of about ninety, and old versions of Node run it, too.

import { readdirSync, readFileSync } from "node:fs";
import { relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import config from "../../../eslint.config.mjs";

const module = fileURLToPath(new URL("../../..", import.meta.url));
const { Linter } = await import("eslint-linter-browserify");
const linter = new Linter({ configType: "flat", cwd: module });

function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => (entry.isDirectory() ? filesBelow(resolve(folder, entry.name)) : [resolve(folder, entry.name)]))
    .filter((file) => /\.m?js$/.test(file));
}

const files = ["src/main/resources/static/js", "src/test/js"].flatMap((folder) => filesBelow(resolve(module, folder)));
let problems = 0;
for (const file of [...files, resolve(module, "eslint.config.mjs")]) {
  for (const { line, column, message, ruleId } of linter.verify(readFileSync(file, "utf8"), config, { filename: file })) {
    console.log(`${relative(module, file)}:${line}:${column}: ${message} (${ruleId ?? "syntax"})`);
    problems++;
  }
}
console.log(`ESLint ${Linter.version}: ${files.length} files, ${problems} problems`);
process.exitCode = problems > 0 ? 1 : 0;
