// Times and places in audio, in seconds. No function here touches the page.

export const KEPT = 200; // episodes whose position is remembered
const BEGUN = 15; // before, an episode is heard from its start
const ENDING = 30; // from here to its end, it was heard

/** `754` as `12:34`, `3723` as `1:02:03`; what isn't known as an empty string. */
export function clock(seconds) {
  if (!Number.isFinite(seconds) || seconds < 0) return "";
  const whole = Math.floor(seconds);
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (number) => String(number).padStart(2, "0");
  return h ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** Where `#t=754`, `#t=12:34` or `#t=npt:1:02:03,90` begins (W3C Media Fragments 4.2.1); null
 *  where a fragment says no time. */
export function startOf(fragment) {
  const said = /(?:^#?|&)t=(?:npt:)?([\d:.]+)s?(?:,|&|$)/.exec(fragment);
  if (!said || !/^(?:\d+:){0,2}\d+(?:\.\d*)?$/.test(said[1])) return null;
  return said[1].split(":").reduce((total, part) => total * 60 + Number(part), 0);
}

/** Positions, `[episode, seconds]` with the latest last, after one more: an episode that has
 *  hardly begun or is all but over has none. */
export function withPosition(positions, id, seconds, length) {
  const others = positions.filter(([other]) => other !== id);
  const worth = seconds >= BEGUN && !(seconds > length - ENDING);
  return worth ? [...others, [id, Math.floor(seconds)]].slice(-KEPT) : others;
}

export function positionOf(positions, id) {
  return positions.find(([other]) => other === id)?.[1] ?? 0;
}

/** The name of the message that says why audio doesn't play. `code`: of `MediaError`;
 *  `takesType`: whether this browser plays what the publisher says it is. */
export function troubleOf(code, { src, securePage, takesType }) {
  if (code === 2) return "trouble-network";
  if (code === 3) return "trouble-broken";
  if (securePage && src.startsWith("http:")) return "trouble-insecure";
  return takesType ? "trouble-gone" : "trouble-unsupported";
}
