// film 2100x1400 samples=3 scale=.7 exposure=.85 vignette=.8 bleed=.42 knee=.8 contrast=.6 colour=1 most=230
// Brideholm before sunrise: the road across the sand, the lorry that follows the tide, the village awake.
const float LENS = 1.55;
const vec3 EYE = vec3(0, 3.1, 0), SUN = normalize(vec3(.33, .03, 1));
const vec3 LORRY = vec3(-2.6, .3, 25.);
int stuff;
vec3 own;

float bend(float z) { return -4.6 + 9.5 * sin(z * .026 + .55) * smoothstep(0., 60., z) * .62 + z * .034; }

vec3 sky(vec3 d) {
  float up = max(d.y, 0.), glow = max(dot(normalize(d * vec3(1, 1.6, 1)), SUN), 0.);
  float cloud = fbm(vec2(d.x * 1.1 / (up + .12), 1.1 / (up + .1)) + 9., 6);
  vec3 air = mix(vec3(.25, .30, .33), vec3(.065, .118, .155), smoothstep(.0, .26, up));
  air = mix(air, vec3(.03, .058, .085), smoothstep(.2, .62, up));
  air += vec3(.75, .36, .16) * pow(glow, 14.) * smoothstep(.22, .0, up) * .85 +
         vec3(.5, .25, .2) * pow(glow, 3.) * smoothstep(.3, .0, up) * .25;
  float bar = smoothstep(.48, .72, cloud) * smoothstep(.015, .1, up);
  vec3 under = vec3(.075, .095, .115) + vec3(.75, .32, .16) * pow(glow, 7.) * smoothstep(.4, .05, up) * .6;
  return mix(air, under, bar * .8);
}

float sand(vec2 p) {
  vec2 q = p + 2.4 * vec2(noise(p * .13), noise(p * .13 + 40.));
  return noise(vec2(q.x * .55, q.y * 2.3)) * .5 + noise(vec2(q.x * 1.3, q.y * 5.1) + 9.) * .25;
}
float pools(vec2 p) { return fbm(p * vec2(.045, .075) + vec2(3.3, 1.7), 5) + .10 * (sand(p) - .4); }

vec3 isle(vec3 d, out float cover) {
  float x = d.x / d.z, y = d.y / d.z;
  float top = .064 * smoothstep(-.60, -.12, x) * smoothstep(.30, -.02, x) +
              .022 * smoothstep(-.2, .12, x) * smoothstep(.46, .30, x);
  top *= .8 + .35 * fbm(vec2(x * 6., 2.), 5);
  cover = step(y, top);
  vec3 colour = mix(vec3(.020, .034, .040), vec3(.052, .072, .084), smoothstep(.07, .0, y)) *
                (.85 + .3 * fbm(vec2(x * 30., y * 60.), 4));
  vec2 pane = vec2(x * 150., y * 150.), cell = floor(pane), u2 = fract(pane) - .5;
  if (x > -.2 && x < .22 && y > .004 && y < min(top * .5, .026) + .004 && hash(cell + 1.) > .89)
    colour += vec3(2.6, 1.45, .55) * smoothstep(.30, .06, length(u2)) * (.3 + hash(cell + 8.));
  float sag = .0205 - .0075 * (1. - pow(abs(fract(x * 14.) - .5) * 2., 2.)) + .001;
  float bulb = fract(x * 190.) - .5;
  if (x > -.115 && x < .03) {
    vec3 hue = mix(mix(vec3(2.6, .5, .3), vec3(2.4, 1.6, .4), hash(floor(x * 190.))), vec3(.5, 1.8, 1.),
      step(.72, hash(floor(x * 190.) + 5.)));
    colour += hue * 1.6 * smoothstep(.45, .1, length(vec2(bulb, (y - sag) * 190.)));
  }
  return colour;
}

void keep(inout float d, float e, int id, vec3 p) {
  if (e < d) {
    d = e;
    stuff = id;
    own = p;
  }
}

float map(vec3 p) {
  float d = 1e3;
  vec3 q = p - LORRY;
  q.xz *= rot(-.11);
  float far = box(q - vec3(0, 1.6, 0), vec3(1.3, 1.7, 4.4));
  if (far > 1.)
    keep(d, far, 1, q);
  else {
    keep(d, box(q - vec3(0, 2.05, .9), vec3(1.2, 1.28, 3.1)) - .03, 2, q - vec3(0, 2.05, .9));
    float cab = max(box(q - vec3(0, 1.65, -3.2), vec3(1.12, 1.05, .95)),
                  dot(q.yz - vec2(2.7, -3.6), normalize(vec2(.5, -1))) - .25) -
                .05;
    keep(d, cab, 3, q - vec3(0, 1.65, -3.2));
    keep(d, box(q - vec3(0, .55, 0), vec3(1., .18, 4.)), 1, q);
    vec3 w = vec3(abs(q.x) - 1.02, q.y - .42, q.z);
    w.z = min(abs(w.z + 3.1), min(abs(w.z - 1.9), abs(w.z - 3.0)));
    keep(d, max(length(w.yz) - .45, abs(w.x) - .14), 1, q);
    keep(d, rod(q, vec3(-1.1, 2.6, -2.2), vec3(-1.1, 5.0, -2.2), .025), 1, q);
    keep(d, box(q - vec3(-.72, 4.62 + .09 * sin(q.x * 6.), -2.2 + .07 * sin(q.x * 5. + 1.)), vec3(.38, .3, .012)) * .8,
      6, q);
    keep(d, box(q - vec3(0, .72, -4.15), vec3(1.1, .14, .05)), 1, q);
    vec3 m = vec3(abs(q.x) - 1.3, q.yz) - vec3(0, 1.9, -3.9);
    keep(d, box(m, vec3(.1, .22, .05)), 1, q);
  }
  float z = clamp(round((p.z - 9.) / 7.5), 0., 18.) * 7.5 + 9.;
  vec3 s = p - vec3(bend(z) - 3.3, 0, z);
  s.xy *= rot(.06 * sin(z * 3.));
  keep(d, taper(s, vec3(0, -.2, 0), vec3(0, 2.25, 0), .085, .06), 4, p);
  s.y -= 1.9;
  keep(d, max(abs(length(s.xz) - .09) - .02, abs(s.y) - .08), 5, p);
  return d;
}

float march(vec3 o, vec3 d, float t, int steps) {
  for (int i = 0; i < steps; i++) {
    float near = map(o + d * t);
    if (near < .0006 * t) return t;
    t += near * .9;
    if (t > 150.) break;
  }
  return -1.;
}
vec3 normal(vec3 p) {
  vec2 k = vec2(1, -1);
  float e = .01;
  return normalize(
    k.xyy * map(p + k.xyy * e) + k.yyx * map(p + k.yyx * e) + k.yxy * map(p + k.yxy * e) + k.xxx * map(p + k.xxx * e));
}

vec3 lampAt(float side) {
  vec3 l = vec3(side * .85, .95, -4.25);
  l.xz *= rot(.11);
  return LORRY + l;
}
vec3 beam(vec3 p) {  // what the headlamps throw on a thing at p, before it is painted
  vec3 sum = vec3(0), aim = normalize(vec3(.30, -.075, -1.));
  for (float side = -1.; side < 2.; side += 2.) {
    vec3 to = p - lampAt(side);
    float far = length(to);
    sum += vec3(1., .87, .62) * 26. * smoothstep(.86, .995, dot(to / far, aim)) / (far * far * .55 + 2.);
  }
  return sum;
}
vec3 halo(vec3 o, vec3 d, float t, vec3 l) {
  vec3 to = l - o;
  float b = dot(d, to), s = inversesqrt(max(dot(to, to) - b * b, .003));
  return vec3(s * (atan((t - b) * s) + atan(b * s)));
}
vec3 haze(vec3 d) { return sky(normalize(vec3(d.x, .02, d.z))) * .86; }
vec3 mist(vec3 c, vec3 o, vec3 d, float t) {
  c = mix(c, haze(d), 1. - exp(-t * .0030));
  for (float side = -1.; side < 2.; side += 2.) c += vec3(1., .84, .56) * .017 * halo(o, d, t, lampAt(side));
  vec3 shaft = vec3(0);
  for (float i = 0.; i < 14.; i++) {
    float s = min(t, 42.) * (i + .5) / 14.;
    shaft += beam(o + d * s);
  }
  return c + shaft * min(t, 42.) / 14. * .0011;
}

vec3 lit(vec3 p, vec3 d, float t) {
  int id = stuff;
  vec3 h = own, n = normal(p), paint = vec3(.03);
  if (id == 2) {
    paint = vec3(.34, .35, .34) * (.85 + .15 * step(.04, abs(fract(h.z * .97) - .5)));
    if (abs(h.y + .35) < .14) paint = vec3(.03, .13, .105);
    if (h.y < -.95) paint = mix(paint, vec3(.07, .06, .05), smoothstep(.35, .6, fbm(h.zy * 3.)));
    vec2 w = vec2(abs(h.z - .2) - 1.1, h.y - .5);
    if (abs(n.x) > .5 && box(w, vec2(.42, .27)) < 0.) return vec3(1.25, 1.05, .7) * (.7 + .5 * h.y);
    vec2 c = vec2(h.z + 2.3, h.y - .45);
    if (abs(n.x) > .5 && min(box(c, vec2(.34, .1)), box(c, vec2(.1, .34))) < 0.) paint = vec3(.03, .17, .13);
  }
  if (id == 3) {
    paint = vec3(.46, .47, .45);
    if (h.y < -.4) paint = vec3(.03, .12, .1);
    if (n.z < -.3 && box(vec2(h.x, h.y - .42), vec2(.98, .36)) < 0.)
      return vec3(.008, .011, .013) + vec3(.05, .06, .07) * smoothstep(.1, .4, h.y - .2 * h.x - .25) +
             vec3(.035, .022, .012) * smoothstep(.22, .12, length(vec2(h.x - .42, (h.y - .2) * .8)));
    if (abs(n.x) > .5 && box(vec2(h.z, h.y - .4), vec2(.5, .33)) < 0.) return vec3(.03, .04, .045);
  }
  if (id == 4)
    paint = mix(vec3(.075, .068, .058), vec3(.02, .035, .026), smoothstep(1.2, .3, p.y + .3 * noise(p * 5.)));
  if (id == 5) paint = vec3(.5, .5, .46);
  if (id == 6) paint = mix(vec3(.5), vec3(.03, .2, .15), step(abs(h.y - 4.62), .1));
  vec3 light = mix(vec3(.04, .05, .058), vec3(.13, .18, .215), .5 + .5 * n.y) +
               vec3(.75, .4, .22) * .5 * max(dot(n, normalize(vec3(SUN.x, .2, SUN.z))), 0.);
  light += vec3(.16, .14, .11) * max(-n.z, 0.);
  if (id > 3) light += beam(p) * max(-n.z, .1);
  return paint * light;
}

vec3 back(vec3 d) {
  float cover;
  vec3 land = isle(d, cover), s = sky(d);
  return mix(s, mix(land, haze(d), .16), cover);
}

vec3 ground(vec3 p, vec3 d, float t, vec4 luck) {
  float side = p.x - bend(p.z), road = smoothstep(2.0, 1.55, abs(side) + .35 * (noise(p.xz * 1.4) - .5));
  float wet = smoothstep(.515, .545, pools(p.xz));
  wet *= 1. - road * .75;
  wet = max(wet, road * smoothstep(.5, .56, fbm(p.xz * vec2(.7, .25) + 3., 4)) * .95);
  vec2 e = vec2(.015 + .0016 * t, 0);
  float h = sand(p.xz), steep = mix(.2, .0, wet) * exp(-t * .018) * (1. - .75 * road);
  vec3 n = normalize(vec3((h - sand(p.xz + e.xy)) / e.x * steep, 1., (h - sand(p.xz + e.yx)) / e.x * steep));
  vec2 tremble = (vec2(noise(p.xz * vec2(3., 8.)), noise(p.xz * vec2(3., 8.) + 50.)) - .5) * .012 * wet;
  float dull = mix(.075, .003, wet);
  vec2 w = sqrt(fract(luck.x)) * vec2(cos(6.283 * luck.y), sin(6.283 * luck.y)) * dull;
  vec3 m = normalize(n + vec3(tremble.x + w.x, 0, tremble.y + w.y));
  vec3 base = mix(vec3(.075, .068, .056), vec3(.05, .046, .040), h) * mix(1., .35, wet);
  float rut = smoothstep(.22, .1, abs(abs(side) - .8));
  base = mix(base, vec3(.052, .05, .046) * (.7 + .6 * fbm(p.xz * 7., 3)) * (1. - .45 * rut), road);
  vec3 light = vec3(.10, .145, .175) * (.55 + .45 * n.y) +
               vec3(.8, .42, .22) * .75 * max(dot(n, normalize(vec3(SUN.x, .1, SUN.z))), 0.) +
               beam(p) * (.22 + .8 * max(-n.z, 0.));
  vec3 r = reflect(d, m);
  r.y = abs(r.y) + .002;
  float fresnel = (.02 + .98 * pow(1. - max(dot(-d, n), 0.), 5.)) * mix(.42, 1., wet);
  vec3 o = p + vec3(0, .01, 0), seen;
  float far = march(o, r, .05, 60);
  seen = far > 0. ? lit(o + r * far, r, far) : back(r);
  for (float s = -1.; s < 2.; s += 2.) seen += vec3(1., .84, .56) * .03 * halo(o, r, far > 0. ? far : 150., lampAt(s));
  return mix(base * light, min(seen, 3.), fresnel);
}

vec3 shoot(vec2 at, vec2 size, vec4 luck) {
  vec2 uv = (at - .5 * size) / size.y;
  vec3 d = normalize(vec3(uv.x, uv.y - .09, LENS));
  float floor_ = d.y < -.0004 ? -EYE.y / d.y : 1e5, t = march(EYE, d, 4., 130);
  vec3 c;
  if (t > 0. && t < floor_) {
    c = lit(EYE + d * t, d, t);
    c = mist(c, EYE, d, t);
  } else if (floor_ < 900.) {
    c = ground(EYE + d * floor_, d, floor_, luck);
    c = mist(c, EYE, d, floor_);
  } else {
    c = back(d);
    c += mist(vec3(0), EYE, d, 150.) - haze(d) * (1. - exp(-150. * .0030));
  }
  for (float s = -1.; s < 2.; s += 2.) {
    vec3 to = lampAt(s) - EYE;
    float off = length(cross(d, to));
    if (t < 0. || t > length(to) - .6) c += vec3(7., 6., 4.2) * smoothstep(.17, .08, off);
  }
  return c;
}
