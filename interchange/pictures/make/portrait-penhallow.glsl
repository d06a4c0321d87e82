// paper 800x800 samples=4 most=112
// The chief reporter: dark hair cut to the jaw, a watch coat with its collar up.
#define HAIRTONE .26
#define CLOTHTONE .36
#define SHIRTTONE .95
#define LOOK .012
#include heads.glsl
Sitter face() { return Sitter(.84, .95, .92, .92, 1.05, .6, 1.1, 1.12, .4, .40, .0); }
void dress(inout float d, vec3 w) {
  vec3 p = posed(w), s = vec3(abs(p.x), p.yz);
  float wave = .018 * sin(p.x * 22. + 9. * p.y + 2. * sin(p.z * 11.)) * smoothstep(.7, .1, p.y);
  float crown = egg(p - vec3(0, .225, -.10), vec3(.375, .365, .44));
  float side = blend(crown, egg(p - vec3(0, -.13, -.12), vec3(.425, .42, .36)), .14) + wave;
  float open = egg(p - vec3(.02, -.13, .36), vec3(.262, .47, .40));
  float hair = carve(side, open, .05);
  hair = max(hair, -.50 - p.y - .10 * s.x + .03 * sin(p.x * 30.));
  keep(d, hair, HAIR);
  float lock = taper(p, vec3(-.07, .435, .26), vec3(.26, .23, .285), .045, .07);
  lock = blend(lock, taper(p, vec3(.26, .23, .285), vec3(.335, -.18, .17), .07, .04), .08);
  lock = min(lock, blend(taper(p, vec3(-.10, .435, .26), vec3(-.29, .20, .235), .045, .06),
                     taper(p, vec3(-.29, .20, .235), vec3(-.345, -.2, .13), .05, .03), .06));
  keep(d, blend(lock, hair, .11) + wave * .4, HAIR);
  keep(d, taper(s, vec3(.05, .140, .398), vec3(.200, .160, .302), .013, .006), BROW);
  vec3 n = vec3(abs(w.x), w.yz);
  float body = blend(taper(n, vec3(.0, -1.04, -.14), vec3(.55, -1.13, -.15), .28, .23),
    egg(w - vec3(0, -1.5, -.03), vec3(.60, .7, .33)), .15);
  keep(d, body, CLOTH);
  vec2 ringed = vec2(length((w.xz - vec2(0, -.09)) * vec2(1, 1.05)), w.y);
  float gap = dot(n.xz - vec2(.015, .06), normalize(vec2(1., -.42)));
  float collar = box(ringed - vec2(.285 + .22 * (w.y + .80), -.72 - .10 * w.z), vec2(.022, .17)) - .015;
  keep(d, max(collar, w.z > 0. ? -gap + .02 : -1.), CLOTH);
  float jumper = length(vec2(ringed.x - .215, (w.y + .76) * .8)) - .055 + .006 * sin(atan(w.x, w.z) * 40.);
  keep(d, jumper, SHIRT);
  keep(d, drum((w - vec3(.10, -1.18, .335)).xzy, .045, .015), SHIRT);
}
vec3 shoot(vec2 at, vec2 size, vec4 luck) { return portrait(at, size, vec3(.78, .42, .26), vec3(.95, .79, .66), .84); }
