-- Full-width character -> the plain one. The two families of quotes may open and close each other.
local plain = {
  ["“"] = '"', ["”"] = '"', ["＂"] = '"', ["„"] = '"', ["「"] = '"', ["」"] = '"', ["‘"] = "'", ["’"] = "'", ["＇"] = "'",
  ["（"] = "(", ["）"] = ")", ["｛"] = "{", ["｝"] = "}", ["［"] = "[", ["］"] = "]", ["【"] = "[", ["】"] = "]",
  ["，"] = ",", ["、"] = ",", ["；"] = ";", ["："] = ":", ["＝"] = "=", ["。"] = ".", ["．"] = ".", ["－"] = "-", ["—"] = "-",
  ["＋"] = "+", ["＞"] = ">", ["＜"] = "<", ["《"] = "<", ["》"] = ">", ["＃"] = "#", ["＿"] = "_", ["　"] = " ",
  ["\u{A0}"] = " ",
}
for digit = 0, 9 do plain[utf8.char(0xFF10 + digit)] = tostring(digit) end
for letter = 0, 25 do
  plain[utf8.char(0xFF21 + letter)] = string.char(65 + letter)
  plain[utf8.char(0xFF41 + letter)] = string.char(97 + letter)
end

return plain
