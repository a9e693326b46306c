import type { Family, Vector } from "../family.ts";
import { checkAlerts } from "./alerts.ts";
import { checkCaches } from "./caches.ts";
import { checkPlacement } from "./gpus.ts";
import { checkUnloading } from "./models.ts";
import { checkPlan } from "./plans.ts";
import { checkRules } from "./rules.ts";
import { checkSchedule } from "./schedule.ts";

/** Service rules, GPU placement, model residency, caches and alerts: every system of the file but the worker pool. */
export const servicesVectors: Family = {
  name: "services",
  recognizes: (file, about) =>
    file.startsWith("worker-pool-and-services") || file.startsWith("services") || about.includes("services"),
  kindOf: ({ system }: Vector) => (/plan/.test(String(system)) ? "model plan" : KINDS[String(system)]),
  kinds: {
    "service rules": { check: checkRules },
    "daily schedule": { check: checkSchedule },
    "GPU placement": { check: checkPlacement },
    "model unloading": { check: checkUnloading },
    "model plan": { check: checkPlan },
    "cache time-to-live": { check: checkCaches },
    alerts: { check: checkAlerts },
    "horizontal pod autoscaler": { notADecision: "Kubernetes decides these; no service rule does" },
  },
};

const KINDS: Readonly<Record<string, string>> = {
  services: "service rules",
  schedule: "daily schedule",
  "gpu-placement": "GPU placement",
  "vram-unload": "model unloading",
  "cache-ttl": "cache time-to-live",
  alerts: "alerts",
  hpa: "horizontal pod autoscaler",
};
