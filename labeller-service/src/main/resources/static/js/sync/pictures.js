import { ApiError } from "./api.js";

const loaded = new Map(); // image id -> Image element, held so that the browser keeps the picture in memory

/** Loads and decodes the pictures of tasks, so that they appear at once when shown. Rejects unless all of them load. */
export async function loadPictures(tasks) {
  await Promise.all(
    tasks.map(async ({ image, png }) => {
      const picture = new Image();
      picture.src = png;
      try {
        await picture.decode();
      } catch {
        throw new ApiError(0, "An image did not load.");
      }
      loaded.set(image, picture);
    }),
  );
  return tasks;
}

/** Lets go of all pictures but those of these tasks. */
export function keepOnlyPicturesOf(tasks) {
  const kept = new Set(tasks.map(({ image }) => image));
  for (const image of loaded.keys()) if (!kept.has(image)) loaded.delete(image);
}
