#!/bin/sh
# usage: neighbours.sh MORL4J ; tries wrong inputs in a new folder, prints exit code, command and first lines
m=$1
cd "$(mktemp -d)" || exit 1
cat > ppo.json <<'J'
{"format":2,"name":"n","environment":{"id":"native:CartPole-v1","rows":2},
 "agent":{"type":"ppo","rolloutLength":16,"minibatch":16,"epochs":1,"hidden":[8]},
 "search":{"type":"single","transitions":96,"evaluateEvery":48},"evaluation":{"episodes":2,"finalEpisodes":2}}
J
cat > dqn.json <<'J'
{"format":2,"name":"n","environment":{"id":"native:CartPole-v1","rows":2},
 "agent":{"type":"dqn","hidden":[8],"replay":{"warmup":20,"batch":8}},
 "search":{"type":"single","transitions":96,"evaluateEvery":48},"evaluation":{"episodes":2,"finalEpisodes":2}}
J
cat > dst.json <<'J'
{"format":2,"name":"dst","environment":{"id":"native:deep-sea-treasure-v0","rows":2},
 "agent":{"type":"ppo","rolloutLength":16,"minibatch":16,"epochs":1,"hidden":[8]},
 "search":{"type":"weighted-sum","transitions":256},"evaluation":{"episodes":1,"finalEpisodes":1}}
J
"$m" init native:Pendulum-v1 sac --out sac.json > /dev/null
"$m" train ppo.json --out cart --quiet > /dev/null 2>&1
"$m" train dst.json --out dst --quiet > /dev/null 2>&1
n=0
t() {
  n=$((n + 1))
  said=$(timeout 30 "$m" "$@" 2>&1)
  code=$?
  left=
  [ -e "o$n" ] && left=", folder"
  printf '[%s%s] %s\n%s\n' "$code" "$left" "$(echo "$*" | cut -c1-200)" "$(echo "$said" | head -n 3 | cut -c1-400)"
}
T() { t "$@" --quiet --out "o$((n + 1))"; }
T train dqn.json --set agent.replay.capacity=1e12
T train dqn.json --set environment.rows=1e7
T train ppo.json --set 'agent.hidden=[1e9]'
T train ppo.json --set environment.timeLimit=-1
T train ppo.json --set environment.workers=1e6
T train ppo.json --set environment.workers=1000000
T train ppo.json --set evaluation.episodes=1000000000
T train ppo.json --set evaluation.finalEpisodes=1000000000
T train ppo.json --set environment.timeLimit=1e18
T train ppo.json --set search.transitions=9223372036854775807
T train ppo.json --set search.transitions=99999999999999999999
T train ppo.json --set search.evaluateEvery=0
T train ppo.json --checkpoint-seconds 0
T train ppo.json --checkpoint-seconds -1
T train ppo.json --checkpoint-seconds 1e308
T train ppo.json --checkpoint-seconds NaN
T train ppo.json --threads 0
T train ppo.json --threads 100000
T train ppo.json --seed 1e3
T train ppo.json --seed -5
T train ppo.json --seeds 3-1
T train ppo.json --seeds 1-1000000000
T train ppo.json --seeds ''
T train ppo.json --seeds 1,1
T train ppo.json --seeds 1-2 --jobs 0
T train ppo.json --jobs 3
T train ppo.json --seeds 1-2 --jobs 100000000
T train ppo.json --set agnt.hidden=3
T train ppo.json --set agent.hiddn=3
T train ppo.json --set agent.hidden
T train ppo.json --set =3
T train ppo.json --set 'agent.hidden=[8,'
T train ppo.json --set 'agent.hidden.0=8'
T train ppo.json --set 'agent.hidden.7=8'
T train ppo.json --set 'agent..hidden=8'
T train ppo.json --set 'agent.clip=ü'
T train ppo.json --set 'agent.clip=0,2'
T train ppo.json --set 'name=a/b'
T train ppo.json --set 'name=..'
T train ppo.json --set "name=$(printf 'a\033[31m')"
T train ppo.json --set "name=$(head -c 5000 /dev/zero | tr '\0' a)"
T train ppo.json --set "name=$(printf '\342\200\256abc')"
T train ppo.json --set evaluation.gamma=1e-400
T train ppo.json --set agent.gamma=1.0000001
T train ppo.json --set agent.learningRate=1e308
T train ppo.json --set agent.learningRate=-0.0
T train dst.json --set search.divisions=2147483647
T train dst.json --set 'reference=[1e308,1e308]'
T train dst.json --set 'reference=[0]'
T train dst.json --set 'reference=[NaN,0]'
T train dst.json --set search.weights=[[1,1,1]]
T train dst.json --set search.transitions=1
T train dst.json --set 'reference=[1e308,1e308]'
T train dst.json --set 'reference=[0]'
T train dst.json --set 'reference=[NaN,0]'
T train dst.json --set 'search.weights=[[1,1,1]]'
T train dst.json --set search.transitions=1
printf '\357\273\277"a";"b"\n1;2\n2;1\n' > bom.csv; t indicators bom.csv --reference=0,0
printf 'a\tb\n1\t2\n2\t1\n' > tab.csv; t indicators tab.csv --reference=0,0
printf '1,5;2,5\n2,5;1,5\n' > dec.csv; t indicators dec.csv --reference=0,0
printf '"a","b"\n1,2\n2,1\n' > q.csv; t indicators q.csv --reference=0,0
printf '0,1\n-3,-4\n-4,-3\n' > idx.csv; t indicators idx.csv --reference=-10,-10
printf ',0,1\n0,-3,-4\n1,-4,-3\n' > idx2.csv; t indicators idx2.csv --reference=-10,-10
: > empty.csv; t indicators empty.csv --reference=0,0
printf 'a,b\n' > hdr.csv; t indicators hdr.csv --reference=0,0
printf '1,2\n2,1\n# set 2\n3,3\n' > sets.csv; t indicators sets.csv --reference=0,0
printf '1,2\r\n2,1\r\n' > crlf.csv; t indicators crlf.csv --reference=0,0
printf '1,2\n2,inf\n' > inf.csv; t indicators inf.csv --reference=0,0
printf '1,2\n2,1e400\n' > of.csv; t indicators of.csv --reference=0,0
printf '1,2\n2\n' > rag.csv; t indicators rag.csv --reference=0,0
printf '\377\3761\0,\0' > u16.csv; t indicators u16.csv --reference=0,0
printf '1,2\n2,1\n' > ok.csv; t indicators ok.csv --reference=0
t indicators ok.csv --reference=0,x
t indicators ok.csv --reference=
t indicators ok.csv --reference=5,5
t indicators ok.csv --reference=-inf,0
t indicators ok.csv --reference=0,0 --against nope.csv
t indicators . --reference=0,0
mkfifo ff; t indicators ff --reference=0,0
t indicators /dev/zero --reference=0,0
t train ff
t train /dev/zero
t train .
t train nope.json
t train pp.json
python3 -c "print('{\"name\":\"'+'a'*1000000+'\"}')" > big.json; t train big.json
python3 -c "print('['*100000)" > deep.json; t train deep.json
: > empty.json; t train empty.json
echo 'null' > null.json; t train null.json
echo '{"name":"a","name":"b"}' > dup.json; t train dup.json
t train ppo.json --out /proc/x
t train ppo.json --out /dev/null
t train ppo.json --out ok.csv
t train ppo.json --out ''
t train ppo.json --out "$(head -c 5000 /dev/zero | tr '\0' a)"
t train ppo.json --out "$(printf 'a\nb')" --quiet
t init native:CartPole-v1 ppo --out /nonexist/x.json
t init native:CartPole-v1 ppo --out ok.csv
t init native:CartPole-v1 dqnn
t init native:Pendulum-v1 dqn
t init python:nomod:Cls ppo
t init python:json:loads ppo
t init python:collections:OrderedDict ppo
t init gymnasium:Nope-v0 ppo
t init foo ppo
t init '' ppo
t train ppo.json --out /proc/x
t train ppo.json --out ''
t init native:CartPole-v1 ppo --out /nonexist/x.json
t init gymnasium:Nope-v0 ppo
t eval cart --policy nope
t eval cart --policy ../x
t eval cart --policy best --episodes 0
t eval cart --policy best --episodes 1000000000000
t eval cart --policy best --seed -1
t eval cart --preference 1,2
t eval cart --preference a
t eval dst --preference 1
t eval dst --preference nan,1
t eval nope --policy best
t eval /dev/null --policy best
cp -r dst dst2; rm -rf dst2/policies/*; cp -r cart/policies/* dst2/policies/; t eval dst2 --policy best --episodes 2
t play dst2 --policy best --out x.csv
t play cart --policy best --out x.xyz
t play cart --policy best --out /nonexist/x.csv
t play cart --policy best --out x.gif --episodes 0
t export dst2 --policy best --out ex
t export cart --policy best --out cart
t export cart --policy best --out ppo.json
t train ppo.json --from dst --policy nope --quiet --out o50
t train ppo.json --from dst --policy $(ls dst/policies | head -1) --quiet --out o51
t train ppo.json --from nope --policy best
t train ppo.json --from cart
t train ppo.json --from cart --policy best --seeds 1-2 --quiet --out o52
t train sac.json --from cart --policy best --quiet --out o53
t sweep ppo.json --vary agent.clip=0.1,0.2 --out cart
t sweep ppo.json --vary agent.clp=0.1
t sweep ppo.json --vary agent.clip
t sweep ppo.json --vary agent.clip=
t sweep ppo.json --vary agent.clip=0.1,0.1
t sweep ppo.json --vary agent.clip=-1
t sweep ppo.json --vary agent.clip=0.1 --trials 0
t sweep ppo.json --vary agent.clip=0.1 --trials 1e9
t sweep ppo.json --vary agent.clip=0.1..0.3 --trials 1000000000
t resume cart --transitions 1
t resume cart --transitions 1e3
t resume cart --transitions -5
t resume cart --jobs 2
t resume .
t report cart --out /nonexist/y
t report .
t front cart
t front .
t compare a=cart
t compare a=cart b=nope
t compare cart dst
t indicators cart
t indicators dst --reference=0
t train ppo.json --plugins ppo.json
t train ppo.json --plugins nope.jar
t train ppo.json --set 'plugins=["nope.jar"]'
printf 'PK\005\006\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0' > e.jar; t train ppo.json --plugins e.jar
t check native:Nope
t check python:json:loads
t check
t foo
t train
t train ppo.json --foo
t --version extra
mkdir -p tmp; mount -t tmpfs -o size=100k tmpfs tmp 2>/dev/null && { t train ppo.json --out tmp/a --quiet --set search.transitions=20000 --set search.evaluateEvery=1000; t resume tmp/a --quiet; umount tmp; } || echo nomount
