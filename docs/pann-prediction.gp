# Predicted beside measured energy of a PANN MAC: docs/pann-prediction.svg from the tables of
#   pann reproduce pann-prediction --pdk osu018 sky130hd asap7 -o prediction
#   gnuplot -e "data='prediction/csv'; out='docs/pann-prediction.svg'" docs/pann-prediction.gp
set terminal svg size 960,360 font 'sans,11' background 'white'
set output out
set datafile separator ','
set logscale xy
set xrange [0.5:14]
set xtics (0.5, 1, 2, 4, 8, 12)
set xlabel 'additions an element, R'
set multiplot layout 1,3
do for [library in 'sky130hd osu018 asap7'] {
  set title library
  if (library eq 'sky130hd') {
    set ylabel 'fJ an element'
    set key bottom right noenhanced samplen 2
  } else {
    unset ylabel
    unset key
  }
  file = sprintf('%s/table-pann-prediction.csv', data)
  of(bits, column) = (strcol(1) eq library && $2 == bits) ? column : NaN
  plot for [bits in '2 8'] file every ::1 using 3:(of(bits + 0, $4)) \
         with lines dashtype 2 linewidth 2 linecolor (bits + 0 == 2 ? 1 : 2) \
         title sprintf('derived, bx~ = %s', bits), \
       for [bits in '2 8'] file every ::1 using 3:(of(bits + 0, $6)) \
         with points pointtype 7 linecolor (bits + 0 == 2 ? 1 : 2) \
         title (bits eq '2' ? 'measured, zero delay' : ''), \
       for [bits in '2 8'] file every ::1 using 3:(of(bits + 0, $9)) \
         with points pointtype 6 linecolor (bits + 0 == 2 ? 1 : 2) \
         title (bits eq '2' ? 'measured, glitches in' : '')
}
