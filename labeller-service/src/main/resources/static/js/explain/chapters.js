import { backCard, desiresCard } from "./desires-cards.js";
import { beforeCard, proportionCard } from "./before-cards.js";
import { costCard } from "./cost-card.js";
import { componentsCard, pairCard } from "./gradient-cards.js";
import { networkCard } from "./network-card.js";
import { neuronCard } from "./neuron-card.js";
import { brightestCard, togetherCard } from "./weights-cards.js";
import { saturatedCard, wishesCard } from "./wishes-cards.js";

/**
 * The path through the page: chapters with their cards. A card is {id, title, sentence, tryIt, code, show}; show(explanation, at,
 * act) gives {picture: nodes, words, numbers: a table or null, stop: optional, called when the picture goes}. `at` is the neuron
 * that is looked at, {layer, index}; `act` is {select(layer, index), want(digit), redraw(), memory, still}, where memory is the
 * card's own and still tells that the reader wants nothing to move.
 */
export const CHAPTERS = [
  { title: "The network", cards: [networkCard, neuronCard] },
  { title: "The cost", cards: [costCard] },
  { title: "The negative gradient", cards: [componentsCard, pairCard] },
  { title: "What the outputs wish", cards: [wishesCard, saturatedCard] },
  { title: "Which weights matter", cards: [brightestCard, togetherCard] },
  { title: "The layer before", cards: [beforeCard, proportionCard, desiresCard] },
  { title: "Backward", cards: [backCard] },
];

const PATH = CHAPTERS.flatMap(({ cards }) => cards);

export const hasCard = (id) => PATH.some((card) => card.id === id);

/** Where a card is on the path: {card, chapter, number, before, after}; the first card without an id. */
export function placeOnPath(id) {
  const place = Math.max(0, PATH.findIndex((card) => card.id === id));
  const card = PATH[place];
  const number = CHAPTERS.findIndex(({ cards }) => cards.includes(card)) + 1;
  return { card, number, chapter: CHAPTERS[number - 1], before: PATH[place - 1] ?? null, after: PATH[place + 1] ?? null };
}
