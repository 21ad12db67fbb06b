import { ApiError } from "./api.js";

const loaded = new Map(); // image -> the picture, held so that the browser keeps it at hand

/** Loads and decodes the pictures of tasks. Nobody is to judge an image that is not there: rejects unless all come. */
export async function load(tasks) {
  await Promise.all(
    tasks.map(async ({ image, png }) => {
      const picture = new Image();
      picture.src = png;
      try {
        await picture.decode();
      } catch {
        throw new ApiError(0, "An image did not come.");
      }
      loaded.set(image, picture);
    }),
  );
  return tasks;
}

/** Lets go of all pictures but these tasks'. */
export function keepOnly(tasks) {
  const kept = new Set(tasks.map(({ image }) => image));
  for (const image of loaded.keys()) if (!kept.has(image)) loaded.delete(image);
}
