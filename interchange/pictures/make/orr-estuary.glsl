// film 2400x1350 samples=4 scale=.75 exposure=.62 vignette=.8 bleed=.22 knee=1.1 contrast=.8 colour=1.05 most=240
// The mouth of the Orr at low water: mud, creeks, the warden with her telescope, the dunlin up.
const float LENS = 1.75;
const vec3 EYE = vec3(0, 7.5, 0), SUN = normalize(vec3(.34, .155, 1));
const vec3 WARDEN = vec3(-7.6, 2.2, 20.);
int stuff;

vec3 sky(vec3 d) {
  float up = max(d.y, 0.), glow = max(dot(d, SUN), 0.);
  vec2 q = vec2(d.x, 1.) / (up + .16);
  float sheet = fbm(q * vec2(.8, 1.9) + 3., 6), wisp = fbm(q * vec2(2.1, 5.) + 8. + sheet, 5);
  vec3 air = mix(vec3(.62, .635, .60), vec3(.26, .335, .36), smoothstep(0., .42, up));
  float cloud = smoothstep(.42, .60, sheet * .7 + wisp * .35);
  vec3 dark = mix(vec3(.20, .235, .25), vec3(.40, .42, .415), smoothstep(.3, .0, up));
  vec3 lining = vec3(1.25, 1.05, .74) * pow(glow, 40.) + vec3(.5, .44, .35) * pow(glow, 7.);
  air += lining * .8;
  return mix(air, dark + lining * .45 * smoothstep(.72, .45, sheet), cloud * .85 * smoothstep(-.01, .09, up));
}

float ridge(vec2 p) { return 1. - abs(2. * noise(p) - 1.); }
vec2 warp(vec2 p) {
  return p + 17. * (vec2(fbm(p * .022 + 3., 3), fbm(p * .022 + 70., 3)) - .5) +
         4. * (vec2(noise(p * .11), noise(p * .11 + 33.)) - .5);
}

float channel(vec2 p) {  // metres to the main stream's edge, negative in it
  float z = p.y, middle = 21. * sin(z * .020 + 2.5) + 15. * sin(z * .0085 + .3) + z * .09 + 4.;
  return abs(p.x - middle) - (3.5 + .055 * z + 2.5 * noise(vec2(z * .07, 2.)));
}
float wetness(vec2 p) {  // above 0 there is water
  vec2 q = warp(p);
  float stream = channel(q) * -.12;
  float creek = (ridge(q * vec2(.021, .016) + 5.) - .935) * 9.;
  float rill = (ridge(q * vec2(.075, .055) + 11.) - .955) * 5. - .04;
  float pan = (fbm(p * .06 + 21., 4) - .66) * 4.;
  return max(max(stream, creek), max(rill, pan));
}
float relief(vec2 p) {
  vec2 q = warp(p);
  float w = wetness(p);
  return -smoothstep(-.9, .15, w) * 1.5 + .30 * ridge(q * .21) + .16 * ridge(q * .55 + 4.) + .10 * fbm(p * 1.4, 4);
}

float person(vec3 p) {
  p.xz *= rot(.5);
  float d = taper(p * vec3(1, 1, 1.2), vec3(0, .72, 0), vec3(0, 1.3, .06), .23, .16) * .85;
  d = blend(d, rod(vec3(abs(p.x), p.yz), vec3(.1, 1.34, .06), vec3(.16, 1.3, .07), .1), .1);
  d = min(d, taper(vec3(abs(p.x), p.yz), vec3(.11, .75, 0), vec3(.13, .03, -.02), .105, .085));
  d = min(d, egg(p - vec3(0, 1.56, .13), vec3(.1, .13, .12)));
  d = min(d, egg(p - vec3(0, 1.63, .12), vec3(.12, .085, .13)));
  d = blend(d, taper(vec3(abs(p.x), p.yz), vec3(.2, 1.32, .06), vec3(.22, 1.08, .22), .08, .065), .05);
  d = blend(d, taper(vec3(abs(p.x), p.yz), vec3(.22, 1.08, .22), vec3(.05, 1.42, .42), .065, .05), .03);
  d = min(d, taper(p, vec3(0, 1.5, .27), vec3(0, 1.44, .85), .045, .065));
  for (float a = 0.; a < 6.; a += 2.094)
    d = min(d, rod(p, vec3(0, 1.4, .55), vec3(.45 * cos(a + .5), 0, .55 + .45 * sin(a + .5)), .018));
  return d;
}
float map(vec3 p) {
  vec3 q = p - WARDEN;
  float far = length(q - vec3(0, .8, 0)) - 1.5;
  float d = far > .6 ? far : person(q);
  vec3 b = q - vec3(.95, .17, -.25);
  if (far < .6) d = min(d, max(abs(length(b.xz) - .15 - .05 * b.y) - .01, abs(b.y) - .17));
  float n = clamp(round((p.z - 30.) / 3.6), 0., 26.), z = 30. + n * 3.6;
  vec3 s = p - vec3(-9.5 + n * .75 + .3 * sin(n * 7.), 0, z);
  s.xy *= rot(.10 * sin(n * 5.));
  s.zy *= rot(.08 * cos(n * 3.));
  float tall = .7 + 1.1 * hash(n * 2.3 + 1.);
  return min(d, max(length(s.xz) - .13 + .02 * s.y, abs(s.y) - tall) * .85);
}
float march(vec3 o, vec3 d, float t, int steps) {
  for (int i = 0; i < steps; i++) {
    float near = map(o + d * t);
    if (near < .0005 * t) return t;
    t += near * .85;
    if (t > 150.) break;
  }
  return -1.;
}
vec3 thing(vec3 p, vec3 d) {
  vec2 k = vec2(1, -1);
  float e = .01;
  vec3 n = normalize(
    k.xyy * map(p + k.xyy * e) + k.yyx * map(p + k.yyx * e) + k.yxy * map(p + k.yxy * e) + k.xxx * map(p + k.xxx * e));
  vec3 paint = p.z < 28.
                 ? mix(vec3(.03, .045, .04), vec3(.14, .05, .03), step(p.y, WARDEN.y + .36) * step(WARDEN.x + .7, p.x))
                 : vec3(.05, .044, .036);
  return paint * (vec3(.42, .48, .5) * (.55 + .45 * n.y) + vec3(1.9, 1.6, 1.2) * max(dot(n, SUN), 0.));
}

float bank(vec2 p) {  // the near bank's shore, where the warden stands: above 0 on it
  return -p.x * .62 - p.y * .80 + 14.6 + 2.6 * (fbm(p * .35, 4) - .5);
}
vec3 haze(vec3 d) { return sky(normalize(vec3(d.x, .03, d.z))) * .92; }

vec3 shore(vec3 d) {
  float x = d.x / d.z, y = d.y / d.z;
  vec3 c = sky(d), h = haze(d);
  float hills = .018 + .055 * fbm(vec2(x * 1.3 + 4., 7.), 6) * (.5 + .8 * smoothstep(.2, -.6, x));
  c = mix(c, h * vec3(.74, .79, .80), smoothstep(.0015, -.0015, y - hills) * .45);
  float low = .016 + .013 * fbm(vec2(x * 9., 3.), 5) + .010 * smoothstep(.26, .5, x);
  float wood = low + .006 * noise(vec2(x * 90., 1.));
  c = mix(c, h * vec3(.46, .52, .52), smoothstep(.001, -.001, y - wood) * .72);
  float u = (fract(x * 21.) - .5) / 21., over = step(abs(x + .09), .262);
  float arch = .0125 * sqrt(max(1. - u * u / (.0205 * .0205), 0.));
  c = mix(c, h * vec3(.34, .41, .42), over * step(y, .0168) * step(arch, y) * .5);
  float laz = step(abs(x - .345), .026) * step(y, .021) + step(abs(x - .335), .0035) * step(y, .034) +
              step(abs(x - .36), .007) * step(y, .026);
  return mix(c, h * vec3(.33, .39, .40), min(laz, 1.) * .55);
}

vec3 flock(vec3 c, vec2 uv) {  // some three thousand dunlin, turning together
  vec2 q = uv - vec2(.10, .235);
  float sweep = q.x + .25 * q.y;
  float spine = .075 * sin(sweep * 6.5 + .5) + .045 * sin(sweep * 14.) + .03 * sweep;
  float body = exp(-pow((q.y - spine) / (.022 + .045 * exp(-pow((sweep - .08) / .16, 2.))), 2.)) *
               smoothstep(.52, .30, abs(sweep - .04));
  body *= .35 + 1.1 * fbm(q * vec2(15., 24.) + 3., 3);
  for (float layer = 0.; layer < 5.; layer++) {
    float fine = 84. + 27. * layer;
    vec2 g = q * fine * rot(.3 + layer) + layer * 31., cell = floor(g);
    vec2 luck = vec2(hash(cell + layer), hash(cell + 9. + layer));
    vec2 at = (fract(g) - .5 - (luck - .5) * .55) * rot(-.3 - layer);
    float tilt = .5 * sin(sweep * 9.) + .7 * (luck.x - .5);
    at *= rot(tilt);
    float open = .12 + .75 * luck.y;
    at.x = abs(at.x);
    float wing = abs(at.y - at.x * open * (luck.x > .5 ? 1. : -.6)) - .052 * (1. - at.x * 2.4);
    float bird = smoothstep(.06, -.02, wing) * step(at.x, .36) * step(hash(cell * 1.7 + layer * 3.), body * 1.9);
    c = mix(c, vec3(.085, .095, .10), bird * (.92 - .11 * layer));
  }
  return c;
}

vec3 ground(vec3 p, vec3 d, float t, vec4 luck) {
  float w = wetness(p.xz), wet = smoothstep(-.015, .035, w), land = smoothstep(-.2, .5, bank(p.xz));
  vec2 e = vec2(.03 + .0022 * t, 0);
  float h = relief(p.xz);
  vec3 n = normalize(vec3((h - relief(p.xz + e.xy)) / e.x, 2.4 + .012 * t, (h - relief(p.xz + e.yx)) / e.x));
  n = normalize(mix(n, vec3(0, 1, 0), wet * (1. - land)));
  float dull = mix(.11, .012, wet);
  vec2 jit = sqrt(fract(luck.x)) * vec2(cos(6.283 * luck.y), sin(6.283 * luck.y)) * dull;
  vec2 tremble = (vec2(noise(p.xz * vec2(.9, 2.2)), noise(p.xz * vec2(.9, 2.2) + 40.)) - .5) * .014 * wet;
  vec3 m = normalize(n + vec3(jit.x + tremble.x, 0, jit.y + tremble.y));
  vec3 mud = mix(vec3(.105, .094, .078), vec3(.062, .060, .054), fbm(p.xz * .09, 4)) * (.75 + .5 * noise(p.xz * 2.7));
  mud = mix(mud, vec3(.062, .080, .045), smoothstep(.52, .66, fbm(p.xz * .05 + 50., 4)) * .7);
  mud = mix(mud, vec3(.03, .045, .045), wet);
  vec3 light = vec3(.40, .46, .48) * (.5 + .5 * n.y) + vec3(1.7, 1.45, 1.1) * max(dot(n, SUN), 0.) * 1.2;
  vec3 r = reflect(d, m);
  r.y = abs(r.y) + .003;
  vec3 o = p + vec3(0, .02, 0);
  float far = p.z < 130. ? march(o, r, .1, 40) : -1.;
  vec3 seen = far > 0. ? thing(o + r * far, r) : shore(r);
  float fresnel = (.02 + .98 * pow(1. - max(dot(-d, n), 0.), 5.)) * mix(.62, 1., wet);
  return mix(mud * light, min(seen, 2.6), fresnel);
}

float tuft(vec2 p) { return .55 * fbm(p * vec2(.9, .9), 4) + .34 * noise(p * 5.) + .22 * noise(p * 13.); }
vec3 marsh(vec3 c, vec3 d, float limit, out float hit) {  // the grass of the near bank, marched as a height
  hit = 0.;
  float t = 6.;
  for (int i = 0; i < 80; i++) {
    vec3 p = EYE + d * t;
    float on = bank(p.xz);
    float top = on > -1.5 ? min(on * .75, 1.15) + tuft(p.xz) * smoothstep(-1.2, 1.2, on) * .95 + .35 : -9.;
    if (p.y < top && t < limit) {
      float h = p.y - top;
      vec2 e = vec2(.06, 0);
      vec2 g = vec2(tuft(p.xz + e.xy) - tuft(p.xz - e.xy), tuft(p.xz + e.yx) - tuft(p.xz - e.yx)) / .12;
      vec3 n = normalize(vec3(-g.x, 1.3, -g.y));
      float tip = smoothstep(.35, .95, tuft(p.xz));
      vec3 paint = mix(vec3(.018, .024, .018), vec3(.10, .088, .05), tip * (.4 + .6 * noise(p.xz * vec2(16., 3.))));
      hit = t;
      return paint * (vec3(.36, .42, .44) +
                       vec3(1.9, 1.6, 1.15) * (max(dot(n, SUN), 0.) * .7 + .5 * pow(max(dot(d, SUN), 0.), 5.) * tip));
    }
    t += max((p.y - max(top, 0.)) * .35, .05 + .004 * t);
    if (t > 42.) break;
  }
  return c;
}

vec3 shoot(vec2 at, vec2 size, vec4 luck) {
  vec2 uv = (at - .5 * size) / size.y;
  vec3 d = normalize(vec3(uv.x, uv.y - .115, LENS));
  float t = march(EYE, d, 8., 90), fall = d.y < -.0006 ? -EYE.y / d.y : 1e5;
  vec3 c;
  float deep;
  if (t > 0. && t < fall) {
    c = thing(EYE + d * t, d);
    deep = t;
  } else if (fall < 2600.) {
    c = ground(EYE + d * fall, d, fall, luck);
    deep = fall;
  } else {
    c = shore(d);
    deep = 0.;
  }
  float hit;
  c = marsh(c, d, t > 0. ? t : 1e3, hit);
  if (hit > 0.) deep = hit;
  c = mix(c, haze(d), 1. - exp(-deep * .0024));
  return t > 0. || hit > 0. ? c : flock(c, uv);
}
