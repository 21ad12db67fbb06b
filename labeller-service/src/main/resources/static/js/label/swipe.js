const FAR_PX = 72;
const FAST_PX_PER_MS = 0.6;
const FAST_LEAST_PX = 28;

/** Whether a finger that moved by `dx` and `dy` pixels in `ms` milliseconds swiped to the side. */
export function isSwipe(dx, dy, ms) {
  if (Math.abs(dx) < 1.5 * Math.abs(dy)) return false;
  const far = Math.abs(dx) >= FAR_PX;
  const fast = Math.abs(dx) >= FAST_LEAST_PX && Math.abs(dx) / Math.max(1, ms) >= FAST_PX_PER_MS;
  return far || fast;
}

/**
 * Calls back when a finger swipes the element to either side, with the time of its touching it in the milliseconds of the page;
 * meanwhile the element follows the finger.
 */
export function onSwipe(element, swiped) {
  let start = null;
  const reset = () => {
    start = null;
    element.style.translate = "";
    element.style.opacity = "";
  };
  element.addEventListener("pointerdown", (event) => {
    if (event.pointerType === "mouse" || !event.isPrimary) return;
    start = { x: event.clientX, y: event.clientY, at: event.timeStamp };
    element.setPointerCapture(event.pointerId);
  });
  element.addEventListener("pointermove", (event) => {
    if (!start) return;
    const dx = event.clientX - start.x;
    element.style.translate = `${dx}px`;
    element.style.opacity = String(Math.max(0.3, 1 - Math.abs(dx) / 300));
  });
  element.addEventListener("pointerup", (event) => {
    if (!start) return;
    const { x, y, at } = start;
    reset();
    if (isSwipe(event.clientX - x, event.clientY - y, event.timeStamp - at)) swiped(at);
  });
  element.addEventListener("pointercancel", reset);
}
