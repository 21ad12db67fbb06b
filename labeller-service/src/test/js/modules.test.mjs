import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const STATIC = fileURLToPath(new URL("../../main/resources/static", import.meta.url));
const TESTS = fileURLToPath(new URL(".", import.meta.url));

/** The rooms below js/, each with those that its modules may import from besides its own. */
const ROOMS = {
  sync: [], // requests, the outbox and what else is kept offline, live updates
  ui: ["sync"], // what pages share: header, health, messages, keys
  access: ["sync", "ui"], // who is signed in; people, tokens, account
  label: ["sync", "ui"], // one image at a time: queue, decisions, undo, the panel about training
  bulk: ["sync", "ui"], // sheets of images that the network reads as the same digit
  draw: ["sync", "ui"], // the drawing canvas, MNIST's form, drawings with their labels
  images: ["sync", "ui"], // uploads, search, an image's history
  quality: ["sync", "ui", "access"], // policy, agreement, people who label, review, gold
  sheet: ["sync", "ui", "draw"], // photos of pages with many digits: boxes, rows, previews
  explain: ["sync", "ui"], // what backpropagation does with one image: cards, their pictures and words
  pages: ["sync", "ui", "access", "label", "bulk", "draw", "images", "sheet", "quality", "explain"], // one entry module per page
};
const CLASSIC_SCRIPT = "ui/apply-saved-theme.js";
const WORKERS = ["sync/stream-worker.js"];
/** These make parts that several pages share. */
const MAKERS = ["ui/header.js", "quality/person-sections.js"];

function filesBelow(folder, suffix) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path, suffix) : path.endsWith(suffix) ? [path] : [];
  });
}

/** What a module imports: [{file, names}], files relative to the folder js. */
function importsOf(file, source) {
  const imports = [...source.matchAll(/^import\s+(?:(\w+)|\{([^}]*)\})\s+from\s+"([^"]+)";$/gms)];
  assert.equal(imports.length, source.match(/^import\b/gm)?.length ?? 0, `${file} imports in a form that this test cannot read`);
  return imports.map(([, whole, names, path]) => ({
    file: normalize(join(dirname(file), path)),
    names: whole ? ["default"] : names.split(",").map((name) => name.trim().split(/\s+as\s+/)[0]).filter(Boolean),
  }));
}

const exportsOf = (source) => [...source.matchAll(/^export\s+(?:async\s+)?(?:const|function|class)\s+(\w+)/gm)].map(([, name]) => name);

const js = join(STATIC, "js");
const modules = new Map(
  filesBelow(js, ".js").map((path) => {
    const file = path.slice(js.length + 1);
    const source = readFileSync(path, "utf8");
    return [file, { imports: importsOf(file, source), exports: exportsOf(source) }];
  }),
);
const pages = new Map(filesBelow(STATIC, ".html").map((path) => [path.slice(STATIC.length + 1), readFileSync(path, "utf8")]));
const roomOf = (file) => file.split("/")[0];
const entryOf = (page) => `pages/${page === "index.html" ? "label" : page.replace(".html", "")}.js`;
const isOurs = ({ file }) => !file.startsWith("../webjars/");

test("every module is in a room, and every import in a file that there is", () => {
  assert.ok(modules.size > 50, `${modules.size} modules`);
  for (const [file, { imports }] of modules) {
    assert.ok(ROOMS[roomOf(file)], `${file} is in no room`);
    for (const imported of imports.filter(isOurs)) {
      assert.ok(modules.has(imported.file), `${file} imports ${imported.file}, which does not exist`);
      for (const name of imported.names)
        assert.ok(modules.get(imported.file).exports.includes(name), `${file} imports ${name}, which ${imported.file} does not export`);
    }
  }
});

test("a room imports from no other than those it may", () => {
  for (const [file, { imports }] of modules) {
    const allowed = [roomOf(file), ...ROOMS[roomOf(file)]];
    for (const imported of imports.filter(isOurs))
      assert.ok(allowed.includes(roomOf(imported.file)), `${file} imports ${imported.file}: ${roomOf(file)} may use ${allowed.join(", ")}`);
  }
});

test("neither rooms nor modules import each other in a circle", () => {
  const circle = (successors, node, path) => {
    if (path.includes(node)) return [...path.slice(path.indexOf(node)), node];
    for (const next of successors(node)) {
      const found = circle(successors, next, [...path, node]);
      if (found) return found;
    }
    return null;
  };
  for (const room of Object.keys(ROOMS)) assert.equal(circle((node) => ROOMS[node], room, []), null);
  const imported = (file) => modules.get(file).imports.filter(isOurs).map((one) => one.file);
  for (const file of modules.keys()) assert.equal(circle(imported, file, [])?.join(" -> "), undefined);
});

test("each page loads the entry module of its name, which exports nothing", () => {
  for (const [page, html] of pages) {
    const entry = entryOf(page);
    const scripts = [...html.matchAll(/<script ([^>]*)>/g)].map(([, attributes]) => attributes);
    assert.deepEqual(scripts, [`src="/js/${CLASSIC_SCRIPT}"`, `type="module" src="/js/${entry}"`], page);
    assert.ok(modules.has(entry), `${page} loads a module that does not exist`);
  }
  assert.equal([...modules.keys()].filter((file) => roomOf(file) === "pages").length, pages.size);
  for (const [file, { exports }] of modules) if (roomOf(file) === "pages") assert.deepEqual(exports, [], file);
});

test("no page has a script or style that the Content-Security-Policy forbids", () => {
  for (const [page, html] of pages) assert.doesNotMatch(html, /<script>|<style|\son\w+=|\sstyle=|javascript:/i, page);
});

test("each page has the elements that its modules ask for by id, in itself or from a module that makes parts of pages", () => {
  const idsIn = (text) => [...text.matchAll(/\bid(?:=|: )"([\w-]+)"/g)].map(([, id]) => id);
  const reach = (file, seen) => {
    if (seen.has(file)) return seen;
    seen.add(file);
    for (const imported of modules.get(file).imports.filter(isOurs)) reach(imported.file, seen);
    return seen;
  };
  for (const [page, html] of pages) {
    const sources = new Map([...reach(entryOf(page), new Set())].map((file) => [file, readFileSync(join(js, file), "utf8")]));
    const ids = new Set([html, ...MAKERS.filter((file) => sources.has(file)).map((file) => sources.get(file))].flatMap(idsIn));
    for (const [file, source] of sources)
      for (const [, id] of source.matchAll(/\bbyId\("([\w-]+)"\)/g))
        assert.ok(ids.has(id), `${file} asks for #${id}, which ${page} does not have`);
  }
});

test("what a module exports is used by another or by a test, and no module is left over", () => {
  const used = new Set([...modules.values()].flatMap(({ imports }) => imports.flatMap(({ file, names }) => names.map((name) => `${file} ${name}`))));
  const tested = filesBelow(TESTS, ".test.mjs").map((path) => readFileSync(path, "utf8")).join();
  for (const [file, { exports }] of modules) {
    if (roomOf(file) === "pages" || file === CLASSIC_SCRIPT || WORKERS.includes(file)) continue;
    assert.ok(exports.some((name) => used.has(`${file} ${name}`)), `no page uses ${file}`);
    for (const name of exports)
      assert.ok(used.has(`${file} ${name}`) || new RegExp(`\\b${name}\\b`).test(tested), `nobody uses ${name} of ${file}`);
  }
});

test("each worker is started by a module beside it, and exports nothing", () => {
  for (const worker of WORKERS) {
    assert.deepEqual(modules.get(worker).exports, []);
    const beside = [...modules.keys()].filter((file) => dirname(file) === dirname(worker));
    const started = `Worker(new URL("./${worker.split("/")[1]}", import.meta.url)`;
    assert.ok(beside.some((file) => readFileSync(join(js, file), "utf8").includes(started)), `nobody starts ${worker}`);
  }
});

test("tests lie in the rooms of what they test", () => {
  for (const path of filesBelow(TESTS, ".test.mjs")) {
    const file = path.slice(TESTS.length).replace(".test.mjs", ".js");
    if (file !== "modules.js") assert.ok(modules.has(file), `${file} is tested, but does not exist`);
  }
});
