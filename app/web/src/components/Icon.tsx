const PATHS = {
  check: "m5 12.5 4.500 4.500L19 7.500",
  close: "M6 6l12 12M18 6 6 18",
  down: "m6 9 6 6 6-6",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8Zm-7.500 8a7.500 7.500 0 0 1 15 0",
  spark: "M12 3.500 13.800 9l5.700 1.800-5.700 1.900L12 18.500l-1.800-5.800-5.700-1.900L10.200 9ZM19 16.500v4M17 18.500h4",
  plus: "M12 5v14M5 12h14",
  warning: "M12 4 21 19.500H3ZM12 10v4.500M12 17v.5",
  search: "M10.500 17a6.500 6.500 0 1 0 0-13 6.500 6.500 0 0 0 0 13Zm5-1.500L20.500 20.500",
  pen: "M4.500 19.500 5.500 15 16 4.500l3.500 3.500L9 18.500Z",
  bin: "M5 7h14M10 7V4.500h4V7M6.500 7l1 12.500h9l1-12.500",
  invite: "M10 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8Zm-7.500 8a7.500 7.500 0 0 1 15 0M19.500 8v6M16.500 11h6",
  help: "M8.500 9a3.500 3.500 0 1 1 4.700 3.300c-.8.3-1.200.9-1.200 1.700v.5M12 18.500v.5",
  next: "M5 12h14M13 6l6 6-6 6",
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg aria-hidden="true" width="1.25em" height="1.25em" viewBox="0 0 24 24" fill="none" stroke="currentColor"
      strokeWidth="2" strokeLinecap="round" strokeLinejoin="round" className="icon">
      <path d={PATHS[name]} />
    </svg>
  );
}
