// film 2100x1400 samples=4 scale=.8 exposure=1. vignette=.7 bleed=.2 knee=1.2 contrast=.55 colour=1 most=240
// Off Thole Point: gannets going in where the herring have turned the sea pale.
const float LENS = 1.9;
const vec3 EYE = vec3(0, 4.6, 0), SUN = normalize(vec3(-.75, .42, -.30));

vec3 sky(vec3 d) {
  float up = max(d.y, 0.);
  float roll = fbm(vec2(d.x * 1.6, 0) / (up + .35) + vec2(2., 1.9 / (up + .3)), 6);
  vec3 air = mix(vec3(.43, .47, .47), vec3(.115, .15, .165), smoothstep(.0, .20, up));
  air = mix(air, vec3(.16, .20, .22), smoothstep(.3, .7, up));
  air *= .72 + .55 * roll;
  return air + vec3(.20, .17, .12) * smoothstep(.055, .0, up) * (.4 + .9 * smoothstep(.3, -.6, d.x));
}

float milk(vec2 p) {
  vec2 q = (p - vec2(9. + .12 * p.y, 46.)) / vec2(38., 37.);
  float torn = fbm(p * .045 + 2. * fbm(p * .03 + 9., 3), 5);
  return smoothstep(.92, .62, length(q) + 1.7 * (torn - .5));
}

// --- birds ---
struct Bird {
  vec3 at;
  float dive, bank, fold, yaw;
};
const int FLIGHT = 30;
Bird bird(int i) {
  float k = float(i);
  if (i == 0) return Bird(vec3(-1.75, 5.62, 8.), 1.05, -.75, .72, -.75);
  if (i == 1) return Bird(vec3(3.3, 8.3, 15.), .30, 1.05, .10, 1.35);
  if (i == 2) return Bird(vec3(.9, 6.2, 16.5), 1.33, -.9, .93, -.5);
  if (i == 3) return Bird(vec3(-4.9, 9.6, 20.), .12, -.95, .0, -1.25);
  if (i == 4) return Bird(vec3(5.4, 4.5, 20.), 1.4, .9, .96, .5);
  float far = 24. + 58. * pow(hash(k * 1.3 + .2), 1.2), side = (hash(k * 2.1) - .5) * 1.2 * far * .76 + 2.,
        stage = hash(k * 3.7 + .6);
  float high = mix(1.2, 4.6 + far * .20, pow(hash(k * 5.1), .8));
  return Bird(vec3(side, high, far), stage > .5 ? 1.1 + .45 * hash(k) : .5 * hash(k * 4.) - .1,
    2.4 * (hash(k * 6.) - .5), stage > .5 ? .7 + .3 * hash(k * 9.) : .3 * hash(k * 8.), 6.283 * hash(k * 7.));
}
vec3 pose(vec3 p, Bird b) {
  p -= b.at;
  p.xz *= rot(b.yaw);
  p.yz *= rot(b.dive);
  p.xy *= rot(b.bank);
  return p;
}
float gannet(vec3 p, float fold, out float tip) {
  float d = egg(p, vec3(.105, .11, .37));
  d = blend(d, egg(p - vec3(0, .015, .37), vec3(.062, .064, .16)), .14);
  d = min(d, taper(p, vec3(0, .015, .47), vec3(0, -.005, .66), .034, .006));
  d = blend(d, taper(p * vec3(1, 1.6, 1), vec3(0, 0, -.25), vec3(0, 0, -.62), .075, .008) / 1.3, .06);
  vec3 s = vec3(abs(p.x), p.yz);
  vec3 wrist = mix(vec3(.43, .07, .20), vec3(.21, .02, .02), fold),
       end = mix(vec3(.98, .0, -.10), vec3(.25, .01, -.80), fold);
  vec3 q = s * vec3(1, 3.2, 1), root = vec3(.07, .04, .08) * vec3(1, 3.2, 1), w = wrist * vec3(1, 3.2, 1),
       e = end * vec3(1, 3.2, 1);
  float inner = taper(q, root, w, .12, .085), outer = taper(q, w, e, .083, .006);
  float trail = taper(q, root - vec3(0, 0, .10), w - vec3(.02, 0, .10), .10, .07);
  float wing = blend(blend(inner, trail, .08), outer, .03) / 3.2;
  vec3 along = end - wrist;
  tip = step(wing, d) * smoothstep(.30, .40, dot(s - wrist, along) / dot(along, along));
  return min(d, wing);
}
vec4 birds(vec3 o, vec3 d, float limit) {
  vec4 seen = vec4(0);
  float best = limit;
  for (int i = 0; i < FLIGHT; i++) {
    Bird b = bird(i);
    vec3 to = b.at - o;
    float mid = dot(to, d);
    if (mid < 0. || mid - 1.1 > best || dot(to, to) - mid * mid > 1.15) continue;
    float t = mid - 1.1, tip;
    for (int k = 0; k < 44; k++) {
      float near = gannet(pose(o + d * t, b), b.fold, tip);
      if (near < .0006 * t) break;
      t += near * .75;
      if (t > mid + 1.1) break;
    }
    if (t > mid + 1.1 || t > best) continue;
    vec3 p = o + d * t;
    vec2 k = vec2(1, -1);
    float e = .006, x;
    vec3 n =
      normalize(k.xyy * gannet(pose(p + k.xyy * e, b), b.fold, x) + k.yyx * gannet(pose(p + k.yyx * e, b), b.fold, x) +
                k.yxy * gannet(pose(p + k.yxy * e, b), b.fold, x) + k.xxx * gannet(pose(p + k.xxx * e, b), b.fold, x));
    vec3 q = pose(p, b);
    gannet(q, b.fold, tip);
    vec3 plume = vec3(.80, .80, .77) * (.92 + .12 * noise(q * vec3(60, 60, 16)));
    plume = mix(plume, vec3(.74, .58, .34), smoothstep(.24, .42, q.z) * step(length(q.xy), .1) * .75);
    plume = mix(plume, vec3(.30, .34, .37), step(.49, q.z));
    plume = mix(plume, vec3(.022), tip);
    if (length(vec3(abs(q.x) - .05, q.y - .03, q.z - .44)) < .02) plume = vec3(.02);
    vec3 light = vec3(1.5, 1.28, .98) * max(dot(n, SUN), 0.) +
                 mix(vec3(.10, .13, .13), vec3(.23, .28, .31), .5 + .5 * n.y) + vec3(.10, .11, .09) * max(-n.y, 0.);
    best = t;
    seen = vec4(plume * light, t);
  }
  return seen;
}

// --- splashes, as the light they throw back ---
float splash(vec3 o, vec3 d, float limit) {
  float sum = 0.;
  for (int i = 0; i < 11; i++) {
    float k = float(i) + .5;
    vec3 c = i == 0   ? vec3(3.4, 0, 25.)
             : i == 1 ? vec3(-4.4, 0, 26.)
                      : vec3((hash(k * 2.2) - .45) * 46., 0, 30. + 48. * hash(k * 3.9));
    float t = (c.z - o.z) / d.z;
    if (t < 0. || t > limit + 1.) continue;
    vec3 p = o + d * t - c;
    float tall = i == 0 ? 1.75 : 1. + 1.1 * hash(k * 8.), wide = tall * .30;
    float y = (p.y + .25) / tall;
    if (y < -.1 || y > 1.1 || abs(p.x) > wide * 4.) continue;
    float shred = fbm(vec2(p.x * 5. + k * 9., p.y * 2.3 - k), 5), fine = noise(vec2(p.x * 26., p.y * 17.) + k);
    float jet =
      smoothstep(1., .2,
        abs(p.x + .3 * y * sin(k * 3.) + .1 * sin(y * 7. + k)) / (wide * mix(.95, .4, y)) + .7 * (shred - .35)) *
      smoothstep(1.02, .3, y + .5 * (shred - .5));
    float skirt = smoothstep(1., .1, abs(p.x) / (wide * 2.6)) * smoothstep(.34, .0, y) * smoothstep(.30, .8, shred);
    sum = max(sum, max(jet * (.55 + .5 * fine), skirt * .8) * smoothstep(-.1, .02, y));
  }
  return sum;
}

vec3 land(vec3 c, vec3 d) {
  float x = d.x / d.z, y = d.y / d.z;
  float far = .030 * smoothstep(.035, .062, x + .008 * noise(vec2(x * 90., y * 300.))) + .022 * smoothstep(.05, .2, x) +
              .040 * smoothstep(.12, .5, x) + .012 * fbm(vec2(x * 11., 2.), 5) * smoothstep(.05, .2, x);
  far += .007 * smoothstep(-.012, .0, x) * smoothstep(.03, .0, x) +
         .004 * smoothstep(-.05, -.04, x) * smoothstep(-.015, -.03, x);
  vec3 rock = mix(vec3(.135, .16, .165), vec3(.22, .235, .225),
    smoothstep(.45, .62, fbm(vec2(x * 44., y * 130.), 4)) * smoothstep(.5, -.1, x));
  c = mix(c, mix(rock, sky(vec3(d.x, .01, d.z)), .30), smoothstep(.0012, -.0012, y - far) * step(.0001, far));
  return c;
}

vec3 launch(vec3 c, vec3 d) {  // the marine station's boat, far off
  vec2 q = (vec2(d.x, d.y) / d.z - vec2(-.235, -.008)) * 150.;
  float hull = step(abs(q.x + .25 * (q.y + .2)), 2.1 - .8 * smoothstep(.4, -.6, q.y)) * step(abs(q.y), .55),
        house =
          step(abs(q.x + .5), .8) * step(abs(q.y - 1.), .7) + step(abs(q.x + .5), .05) * step(abs(q.y - 2.4), 1.1);
  c = mix(c, vec3(.07, .085, .09), hull);
  c = mix(c, vec3(.42, .43, .40), min(house, 1.) * .9);
  return mix(c, vec3(.06, .075, .08), step(box(q - vec2(-.5, 1.2), vec2(.62, .22)), 0.));
}

vec3 shoot(vec2 at, vec2 size, vec4 luck) {
  vec2 uv = (at - .5 * size) / size.y;
  vec3 d = normalize(vec3(uv.x, uv.y + .035, LENS));
  d.xy *= rot(.018);
  float t = 1e5;
  vec3 c;
  if (d.y < -.002) {
    float a = (EYE.y - .75) / -d.y, b = (EYE.y + .55) / -d.y, s = a;
    bool hit = false;
    for (int i = 0; i < 48; i++) {
      s = mix(a, b, (float(i) + .3) / 48.);
      vec3 p = EYE + d * s;
      if (p.y < sea(p.xz, 4)) {
        hit = true;
        break;
      }
    }
    float lo = s - (b - a) / 48., hi = s;
    for (int i = 0; i < 6; i++) {
      float m = .5 * (lo + hi);
      vec3 p = EYE + d * m;
      if (p.y < sea(p.xz, 5))
        hi = m;
      else
        lo = m;
    }
    t = hi;
  }
  if (t < 1500.) {
    vec3 p = EYE + d * t;
    vec2 e = vec2(.012 + .0013 * t, 0);
    int fine = t < 40. ? 9 : 7;
    float h = sea(p.xz, fine);
    vec3 n = normalize(vec3(h - sea(p.xz + e.xy, fine), e.x * 1.15, h - sea(p.xz + e.yx, fine)));
    n = normalize(mix(n, vec3(0, 1, 0), smoothstep(10., 160., t) * .8));
    float m = milk(p.xz), fresnel = .02 + .98 * pow(1. - max(dot(-d, n), 0.), 5.);
    vec3 r = reflect(d, n);
    r.y = abs(r.y);
    float glow = max(dot(n, SUN), 0.);
    vec3 deep = vec3(.012, .034, .036) + vec3(.012, .05, .045) * smoothstep(-.2, .5, h);
    vec3 pale = vec3(.47, .49, .375) * (.42 + .85 * glow + .25 * smoothstep(-.4, .4, h));
    vec3 body = mix(deep * (.6 + .9 * glow), pale, m * .92);
    c = mix(body, sky(r) * .92, fresnel * mix(.95, .75, m));
    float foam = exp(-t * .012) * smoothstep(.34, .5, h + .17 * fbm(p.xz * 2.4, 4)) *
                 smoothstep(.48, .66, fbm(p.xz * vec2(2.2, 3.4) + 4., 4));
    c = mix(c, vec3(.70, .71, .68) * (.4 + .8 * glow), foam * .75 * exp(-t * .004));
    c += vec3(1.1, .95, .7) * .16 * pow(max(dot(reflect(d, n), SUN), 0.), 40.) * exp(-t * .01);
    c = mix(c, sky(normalize(vec3(d.x, .012, d.z))) * .95, 1. - exp(-t * .0032));
  } else
    c = launch(land(sky(d), d), d);
  float spray = splash(EYE, d, t);
  c = mix(c, vec3(.80, .79, .74), spray * .88);
  vec4 b = birds(EYE, d, min(t, 120.));
  if (b.w > 0.) c = mix(b.rgb, sky(vec3(d.x, .05, d.z)), 1. - exp(-b.w * .0045));
  return c;
}
