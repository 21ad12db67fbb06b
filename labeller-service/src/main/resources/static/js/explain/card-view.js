import { byId, element, setText } from "../ui/dom.js";
import { CHAPTERS, placeOnPath } from "./chapters.js";

let stop = null; // ends what moves in the picture on show

/** Shows a card about an explanation, and keeps the keyboard where it was in the picture. */
export function showCard(card, e, at, act) {
  stop?.();
  const place = byId("card-body");
  const key = place.contains(document.activeElement) ? document.activeElement.dataset.key : null;
  const numbersOpen = place.querySelector("details")?.open ?? false;
  const shown = card.show(e, at, act);
  stop = shown.stop ?? null;
  place.replaceChildren(
    element("figure", { className: `card-figure card-${card.id}` }, ...shown.picture, element("figcaption", { id: "words" }, shown.words)),
    ...(shown.numbers ? [numbersOf(shown.numbers, numbersOpen)] : []),
    aside("Try it", card.tryIt),
    element("p", { className: "code" }, "In the code: ", ...codeNames(card.code)),
  );
  place.querySelector(`[data-key="${key}"]`)?.focus();
}

/** Takes the picture away: there is none to show. */
export function hideCard() {
  stop?.();
  stop = null;
  byId("card-body").replaceChildren();
}

function numbersOf(table, open) {
  const scrolled = element("div", { className: "scrolled", tabIndex: 0, aria: { label: "Numbers" } }, table);
  scrolled.setAttribute("role", "region");
  return element("details", { open }, element("summary", {}, "The numbers"), scrolled);
}

const aside = (title, text) => element("p", { className: "try" }, element("strong", {}, `${title}. `), text);

const codeNames = (names) => names.flatMap((name, i) => [i > 0 ? ", " : "", element("code", {}, `Reference.${name}`)]);

/** Shows the path: all chapters, with the card that is on show marked. `hrefOf` gives a card's address. */
export function showPath(id, hrefOf) {
  const { card, number, chapter, before, after } = placeOnPath(id);
  setText(byId("path-now"), `Chapter ${number} of ${CHAPTERS.length}: ${chapter.title}`);
  const links = CHAPTERS.map(({ title, cards }, i) =>
    element("li", {}, element("span", { className: "chapter" }, `${i + 1}  ${title}`), element("ol", {}, ...cards.map((each) => element("li", {}, cardLink(each, hrefOf, each === card))))),
  );
  byId("chapters").replaceChildren(...links);
  setText(byId("card-title"), card.title);
  setText(byId("card-sentence"), card.sentence);
  byId("beside").replaceChildren(...[before && beside("before", "Before: ", before, hrefOf), after && beside("after", "Next: ", after, hrefOf)].filter(Boolean));
  return card;
}

const cardLink = (card, hrefOf, current) =>
  element("a", { href: hrefOf(card.id), data: { card: card.id }, aria: current ? { current: "page" } : {} }, card.title);

const beside = (className, where, card, hrefOf) =>
  element("a", { className, href: hrefOf(card.id), data: { card: card.id } }, element("span", {}, where), card.title);
