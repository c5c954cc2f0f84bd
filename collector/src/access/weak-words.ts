/** What the passwords are made of that stand in every list of stolen ones: words, names, rows of keys, in the languages of those who use Watchcase. */
export const weakWords: ReadonlySet<string> = new Set(
  `password passwort passw0rd passphrase motdepasse contrasena senha mima kouling secret secrets geheim letmein welcome willkommen huanying
  hello hallo nihao admin admins administrator administrador root toor user users test tests testing tester guest gast login sysadmin system
  server manager operator support service public private default changeme change master database oracle mysql postgres mongodb redis linux
  windows ubuntu debian cisco juniper huawei hikvision dahua xiaomi tencent alibaba weixin watchcase monitor monitoring backup qwerty qwertz
  azerty qwert asdf asdfgh asdfghjkl zxcvbn zxcvbnm qazwsx qazwsxedc edcrfv qwertyuiop qwerasdf qweasd qweasdzxc asdzxc poiuytrewq lkjhgfdsa
  mnbvcxz abc abcd abcde abcdef abcdefg abcdefgh xyz aaa bbb iloveyou loveyou ichliebedich love lover woaini woaiwojia wozhiaini aini ailaopo
  laopo laogong baobei zhongguo china beijing shanghai deutschland berlin america london company summer winter spring autumn sommer
  herbst fruehling january february march april may june july august september october november december monday tuesday wednesday thursday
  friday saturday sunday dragon monkey football baseball basketball soccer hockey superman batman spiderman pokemon starwars princess sunshine
  shadow ninja jesus freedom whatever trustno trust killer hunter ranger jordan michael michelle jennifer jessica ashley daniel andrew charlie
  thomas robert matthew joshua george nicole hannah computer internet samsung google facebook iphone android chocolate cookie cheese banana
  flower rainbow diamond golden silver purple orange tiger eagle falcon phoenix thunder mustang ferrari porsche mercedes liverpool chelsea
  arsenal barcelona juventus realmadrid dearbook csdn taobao yourpassword mypassword nopassword enter access temp temporary new my the your is
  in on a i me you and only no one pass word key code pin`.split(/\s+/),
);
