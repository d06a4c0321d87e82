// A head to cut in lino. Lengths are in heads' heights, the face looks along +z, light falls from the sitter's upper left.
const int SKIN = 1, HAIR = 2, CLOTH = 3, EYE = 4, LIP = 5, SPECS = 6, BROW = 7, SHIRT = 8, BEARD = 9;
int stuff;
struct Sitter {
  float jaw, chin, nose, bridge, cheek, brow, lips, eyes, age, turn, nod;
};
Sitter face();
void dress(inout float d, vec3 p);
void keep(inout float d, float e, int id) {
  if (e < d) {
    d = e;
    stuff = id;
  }
}
float carve(float a, float b, float k) { return -blend(-a, b, k); }

vec3 posed(vec3 p) {
  Sitter f = face();
  vec3 q = p - vec3(0, -.35, -.05);
  q.xz *= rot(f.turn);
  q.yz *= rot(f.nod);
  return q + vec3(0, -.35, -.05);
}

float skull(vec3 p) {
  Sitter f = face();
  vec3 s = vec3(sqrt(p.x * p.x + .0004), p.yz);
  float d = egg(p - vec3(0, .19, -.07), vec3(.335, .345, .42));
  d = blend(d, egg(p - vec3(0, -.06, .10), vec3(.265, .36, .275)), .12);
  d = blend(d, taper(s, vec3(.205 * f.jaw, -.22, -.01), vec3(.07, -.425 * f.chin, .215), .082, .080), .14);
  d = blend(d, egg(p - vec3(0, -.425 * f.chin, .255), vec3(.085 * f.jaw, .065, .062)), .08);
  d = blend(d, egg(s - vec3(.185, -.035, .225), vec3(.085, .055, .075) * f.cheek), .09);
  d = carve(d, egg(s - vec3(.265, -.20, .20), vec3(.05, .12, .10)), .09 * f.age);
  d = blend(d, taper(s, vec3(.045, .135, .365), vec3(.215, .125, .265), .038 * f.brow, .034 * f.brow), .055);
  d = carve(d, egg(s - vec3(.128, .058, .378), vec3(.088, .058, .062)), .06);
  d =
    blend(d, taper(p, vec3(0, .115, .352), vec3(0, -.085, .435 + .04 * f.nose), .028 * f.bridge, .040 * f.bridge), .05);
  d = blend(d, egg(p - vec3(0, -.098, .437 + .045 * f.nose), vec3(.044 * f.bridge, .040, .046)), .03);
  d = blend(d, egg(s - vec3(.052 * f.bridge, -.112, .392), vec3(.030 * f.bridge, .030, .044)), .025);
  d = carve(d, egg(s - vec3(.024 * f.bridge, -.138, .425), vec3(.015, .010, .020)), .012);
  d = blend(d, egg(p - vec3(0, -.245, .310), vec3(.140, .085, .088)), .06);
  d = carve(d, rod(p, vec3(0, -.145, .43), vec3(0, -.19, .415), .006), .03);
  d = carve(d, taper(s, vec3(.072, -.12, .385), vec3(.135, -.235, .325), .008 * f.age, .012 * f.age), .05 * f.age);
  d = carve(d, rod(s, vec3(.0, -.345, .372), vec3(.05, -.335, .36), .015), .05);
  return d;
}
float lids(vec3 s) {
  Sitter f = face();
  vec3 e = s - vec3(.128, .047, .298);
  float d = ball(e, .0745);
  float open = .0225 * f.eyes;
  float upper = max(ball(e, .0785), -dot(e - vec3(0, open + .004, .07), normalize(vec3(.10, 1., -.15))));
  float lower = max(ball(e, .0778), dot(e - vec3(0, -open * .8, .07), normalize(vec3(0, 1, .25))));
  return min(upper, lower);
}
float lips(vec3 p) {
  Sitter f = face();
  vec3 s = vec3(abs(p.x), p.yz);
  float curl = .012 * smoothstep(.05, .11, s.x);
  float up = blend(egg(s - vec3(.030, -.236, .385), vec3(.050, .020 * f.lips, .030)),
    egg(s - vec3(.082, -.243 + curl * .4, .357), vec3(.050, .012 * f.lips, .03)), .03);
  float low = egg(p - vec3(0, -.278, .374), vec3(.088, .023 * f.lips, .034));
  return min(up, low);
}
float map(vec3 w) {
  vec3 p = posed(w), s = vec3(abs(p.x), p.yz);
  float d = 1e3;
  float bone = skull(p);
  float ear = egg((s - vec3(.335, .0, -.045)) * vec3(1, 1, 1), vec3(.034, .105, .062));
  ear = carve(ear, egg(s - vec3(.366, .01, -.03), vec3(.02, .06, .03)), .02);
  bone = blend(bone, ear, .03);
  keep(d, blend(bone, lids(s), .012), SKIN);
  keep(d, ball(s - vec3(.128, .047, .298), .0755), EYE);
  keep(d, blend(lips(p), bone + .004, .012), LIP);
  if (stuff == LIP && lips(p) > bone) stuff = SKIN;
  float neck = taper(w, vec3(0, -.33, -.05), vec3(0, -.95, -.12), .172, .215);
  vec3 n = vec3(abs(w.x), w.yz);
  neck = blend(neck, taper(n, vec3(.16, -.2, -.1), vec3(.04, -.78, .07), .05, .045), .06);
  keep(d, blend(neck, bone, .05), SKIN);
  dress(d, w);
  return d;
}
float march(vec3 o, vec3 d) {
  float t = 2.6;
  for (int i = 0; i < 110; i++) {
    float near = map(o + d * t);
    if (near < .0008) return t;
    t += near * .62;
    if (t > 6.5) break;
  }
  return -1.;
}
vec3 normal(vec3 p) {
  vec2 k = vec2(1, -1);
  float e = .003;
  return normalize(
    k.xyy * map(p + k.xyy * e) + k.yyx * map(p + k.yyx * e) + k.yxy * map(p + k.yxy * e) + k.xxx * map(p + k.xxx * e));
}
float clear(vec3 p, vec3 l) {
  float t = .03, dim = 1.;
  for (int i = 0; i < 40; i++) {
    float near = map(p + l * t);
    dim = min(dim, 14. * near / t);
    t += clamp(near, .012, .15);
    if (dim < .01 || t > 1.8) break;
  }
  return clamp(dim, 0., 1.);
}
float hollow(vec3 p, vec3 n) {
  float sum = 0.;
  for (float i = 1.; i < 5.; i++) {
    float s = .014 * i * i;
    sum += (s - map(p + n * s)) / (s * i);
  }
  return clamp(1. - .5 * sum, 0., 1.);
}

const vec3 KEY = normalize(vec3(-.80, .42, .72)), RIM = normalize(vec3(.95, .25, -.35));

struct Seen {
  float light, edge;
  int id;
  vec3 at;
  vec3 n;
};
Seen look(vec2 uv) {
  vec3 o = vec3(uv + vec2(0, -.14), 4.);
  vec3 d = vec3(0, 0, -1);
  float t = march(o, d);
  if (t < 0.) return Seen(1., 0., 0, vec3(0), vec3(0));
  vec3 p = o + d * t;
  map(p);
  int id = stuff;
  vec3 n = normal(p);
  float light = .30 * pow(max(dot(n, normalize(vec3(-.25, -.05, 1.))), 0.), 2.) +
                .74 * max(dot(n, KEY), 0.) * clear(p + n * .01, KEY) + .55 * pow(max(dot(n, RIM), 0.), 2.) +
                .16 * (.5 + .5 * n.y);
  light *= mix(.45, 1., hollow(p, n));
  return Seen(light, 1. - abs(n.z), id, p, n);
}

// The print: a ground, a tint for the face with its lights cut out, and the black.
vec3 portrait(vec2 at, vec2 size, vec3 ground, vec3 tint, float fair) {
  vec2 px = at * 2000. / size.x, uv = (at - .5 * size) / size.y * 1.8;
  uv += .004 * (vec2(noise(uv * 24.), noise(uv * 24. + 50.)) - .5);
  Seen s = look(uv);
  vec3 p = s.at, q = posed(p);
  float light = s.light;
  float frame = box(uv, vec2(.868)) + .006 * noise(uv * 40.);
  float albedo = s.id == SKIN    ? fair
                 : s.id == LIP   ? fair * .72
                 : s.id == HAIR  ? HAIRTONE
                 : s.id == CLOTH ? CLOTHTONE
                 : s.id == SHIRT ? SHIRTTONE
                 : s.id == BEARD ? HAIRTONE * 1.1
                                 : .0;
  if (s.id == EYE) {
    vec3 e = vec3(abs(q.x), q.yz) - vec3(.128, .047, .298);
    float side = sign(q.x);
    vec2 iris = vec2(q.x - side * .128 - LOOK, e.y - .004);
    float r = length(iris);
    albedo = r < .030 ? 0. : .95;
    if (length(iris - vec2(-.011, .012)) < .0085) {
      albedo = 1.;
      light = 1.;
    } else
      light = max(light, .30);
  }
  light *= albedo;
  float phase, along;
  if (s.id == HAIR || s.id == BEARD || s.id == BROW) {
    float a = atan(q.x, q.z + .1);
    phase = a * 17. + 5. * fbm(q.xy * 3., 3);
    along = q.y * 7. + q.z * 4.;
    if (s.id == BEARD) {
      phase = q.x * 44. + 4. * fbm(q.xy * 4., 3);
      along = q.y * 9.;
    }
  } else if (s.id == CLOTH) {
    phase = p.y * 26. - 14. * abs(p.x) + 3. * p.z;
    along = p.x * 8. + p.z * 5.;
  } else {
    phase = (q.y * 34. + 7. * q.x + 16. * q.z * q.z);
    along = q.x * 9. - q.z * 4.;
  }
  float cut = gouge(phase, along, smoothstep(.05, .60, light), float(s.id));
  float black = s.id == 0 ? 0. : 1. - cut;
  if (s.id == EYE)
    black = max(step(light, .22), step(.0225 * face().eyes * .62, abs(q.y - .047 - .002)) * step(.047, q.y));
  if (s.id == SPECS) black = 1. - step(.55, light);
  vec3 c = sheet(px);
  float inside = step(frame, 0.);
  Seen b = look(uv + vec2(.010, -.006));
  c = pull(c, ground,
    inside * (b.id == 0 ? 1. - .9 * gouge(length(uv - vec2(-1.2, 1.25)) * 17., atan(uv.y - 1.25, uv.x + 1.2) * 14.,
                                      .02 + .30 * smoothstep(1.0, -.8, uv.x - uv.y * .9 + .5 * noise(uv * 2.)), 9.)
                        : 0.),
    px, 1.);
  float warm = b.id == SKIN || b.id == LIP ? 1. - step(.70, b.light * (.75 + .35 * noise(uv * 22.))) : 0.;
  c = pull(c, tint, inside * warm, px, 2.);
  return pull(c, BLACK, inside * black, px, 3.);
}
