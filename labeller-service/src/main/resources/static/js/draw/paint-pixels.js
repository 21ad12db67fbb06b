/** Paints 784 bytes on a canvas of 28 x 28, white ink on black like every other image of a digit; all black without them. */
export function paintPixels(canvas, pixels) {
  const data = new Uint8ClampedArray(4 * 784);
  for (let i = 0; i < 784; i++) data.set([...Array(3).fill(pixels?.[i] ?? 0), 255], 4 * i);
  canvas.getContext("2d").putImageData(new ImageData(data, 28, 28), 0, 0);
}
