// ESLint's rules for the pages and their tests. `node src/test/js/lint.mjs` applies them, and so does an editor with ESLint.

/** The parts of the browser that the pages use; another name is a typing error until it is added here. */
const BROWSER = [
  "AbortSignal", "Blob", "CSS", "Event", "EventSource", "FormData", "Image", "ImageData", "OffscreenCanvas", "ResizeObserver",
  "SharedWorker", "URL", "URLSearchParams", "XMLHttpRequest", "addEventListener", "atob", "btoa", "cancelAnimationFrame",
  "clearInterval",
  "clearTimeout", "crypto", "devicePixelRatio", "dispatchEvent", "document", "fetch", "getComputedStyle", "history", "localStorage", "location", "matchMedia", "navigator",
  "performance", "requestAnimationFrame", "scrollTo", "setInterval", "setTimeout",
];
const NODE = ["Buffer", "EventTarget", "URL", "console", "process", "setImmediate", "setTimeout"];

const readonly = (names) => Object.fromEntries(names.map((name) => [name, "readonly"]));
const all = (severity, names) => Object.fromEntries(names.map((name) => [name, severity]));

export default [
  {
    files: ["**/*.js", "**/*.mjs"],
    languageOptions: { ecmaVersion: 2024, sourceType: "module", globals: readonly(BROWSER) },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      // What is wrong, or does nothing.
      ...all("error", [
        "constructor-super", "for-direction", "getter-return", "no-async-promise-executor", "no-case-declarations",
        "no-class-assign", "no-compare-neg-zero", "no-cond-assign", "no-const-assign", "no-constant-binary-expression",
        "no-constructor-return", "no-control-regex", "no-debugger", "no-delete-var", "no-dupe-args",
        "no-dupe-class-members", "no-dupe-else-if", "no-dupe-keys", "no-duplicate-case", "no-duplicate-imports", "no-empty",
        "no-empty-character-class", "no-empty-pattern", "no-ex-assign", "no-fallthrough", "no-func-assign",
        "no-global-assign", "no-import-assign", "no-invalid-regexp", "no-irregular-whitespace", "no-loss-of-precision",
        "no-misleading-character-class", "no-new-native-nonconstructor", "no-nonoctal-decimal-escape", "no-obj-calls",
        "no-octal", "no-prototype-builtins", "no-redeclare", "no-regex-spaces", "no-self-assign", "no-self-compare",
        "no-setter-return", "no-shadow-restricted-names", "no-sparse-arrays", "no-template-curly-in-string",
        "no-this-before-super", "no-undef", "no-unexpected-multiline", "no-unmodified-loop-condition", "no-unreachable",
        "no-unreachable-loop", "no-unsafe-finally", "no-unsafe-negation", "no-unsafe-optional-chaining",
        "no-unused-labels", "no-unused-private-class-members", "no-useless-assignment", "no-useless-backreference",
        "no-useless-catch", "no-useless-escape", "no-with", "require-yield", "use-isnan", "valid-typeof",
      ]),
      "array-callback-return": ["error", { checkForEach: false }],
      "no-constant-condition": ["error", { checkLoops: "none" }],
      "no-unused-vars": ["error", { args: "after-used", argsIgnorePattern: "^_", ignoreRestSiblings: true }],
      "no-use-before-define": ["error", { functions: false, variables: false }],
      // What reads badly, or invites mistakes.
      ...all("error", [
        "default-case-last", "no-else-return", "no-lonely-if", "no-multi-assign", "no-throw-literal", "no-undef-init",
        "no-unneeded-ternary", "no-useless-computed-key", "no-useless-concat", "no-useless-rename", "no-useless-return",
        "no-var", "object-shorthand", "prefer-const", "prefer-object-spread", "prefer-rest-params", "prefer-spread",
        "prefer-template", "no-shadow",
      ]),
      eqeqeq: ["error", "always", { null: "ignore" }], // `== null` covers undefined
      "max-lines": ["error", 300],
      "max-lines-per-function": ["error", { max: 60, skipBlankLines: true, skipComments: true }],
      // What the Content-Security-Policy forbids, or would not protect from.
      ...all("error", ["no-eval", "no-implied-eval", "no-new-func", "no-script-url"]),
      "no-restricted-syntax": [
        "error",
        { selector: "MemberExpression[property.name=/^(innerHTML|outerHTML|insertAdjacentHTML)$/]", message: "Build elements with ui/dom.js." },
      ],
    },
  },
  {
    files: ["**/static/js/ui/header.js"],
    rules: { "no-restricted-syntax": "off" }, // a constant text with two drawings
  },
  {
    files: ["**/static/js/ui/apply-saved-theme.js"],
    languageOptions: { sourceType: "script" },
  },
  {
    files: ["**/*.mjs"],
    languageOptions: { globals: readonly(NODE) },
    rules: { "max-lines-per-function": "off", "no-script-url": "off" },
  },
];
