import { z } from "zod";

/** Numbers of a result with the units in their schemas. */
export const seconds = z.number().meta({ unit: "s" });
export const share = z.number().meta({ unit: "fraction of 1" });
export const hours = z.number().meta({ unit: "h" });
export const dollars = z.number().meta({ unit: "USD" });
export const bytes = z.number().meta({ unit: "B" });
export const replicas = z.number().meta({ unit: "replicas" });
export const perHour = z.number().meta({ unit: "1/h" });
export const ofMeasure = z.number().meta({ unit: "of the measure" });
export const rate = z.number().meta({ unit: "1/s" });
